import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

test("recognition and training leave no file in the user's home, nor anything to be sent", async () => {
  const home = await mkdtemp(path.join(tmpdir(), "fmpn-home-"));
  try {
    const script = fileURLToPath(new URL("nothing-left-process.ts", import.meta.url));
    const { PATH = "", TMPDIR } = process.env;
    const env = { PATH, HOME: home, USERPROFILE: home, ...(TMPDIR === undefined ? {} : { TMPDIR }) };
    const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", script], { env });
    assert.equal(stdout, "1 1 1 1 ");
    assert.deepEqual(await readdir(home, { recursive: true }), []);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
});
