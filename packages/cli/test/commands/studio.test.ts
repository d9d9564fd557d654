import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { runFmpn } from "./run-fmpn.js";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const unbuilt = existsSync(path.join(root, "packages/studio/dist/bundle/js/look.js")) ? false : "the studio's scripts are not bundled: npm run build";

test("fmpn studio prints its address and serves until it is stopped", { skip: unbuilt }, async () => {
  const running = spawn(process.execPath, [path.join(root, "packages/cli/bin/fmpn.js"), "studio", "--port", "0", "--no-open"], { stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(running, "exit");
  try {
    const [line] = (await once(running.stdout, "data")) as [Buffer];
    const address = /^studio: (http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+) /.exec(String(line))?.[1] ?? assert.fail(String(line));
    assert.match(await (await fetch(address)).text(), /<title>Studio: /);
  } finally {
    running.kill("SIGINT");
  }
  assert.deepEqual(await ended, [130, null]);
});

test("its build wants a folder", async () => {
  const { code, err } = await runFmpn(["studio", "build"]);
  assert.equal(code, 2);
  assert.match(err, /required option '--out <folder>' not specified/);
});
