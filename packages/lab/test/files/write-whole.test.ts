import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import { writeWhole } from "#src/files/write-whole.js";

let folder = "";
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "fmpn-write-"));
});
after(async () => await rm(folder, { recursive: true }));

test("a file is replaced whole, also one whose name is as long as names may be", async () => {
  const file = path.join(folder, "made", "x".repeat(255));
  await writeWhole(file, "first");
  await writeWhole(file, "second");
  assert.equal(await readFile(file, "utf8"), "second");
  assert.deepEqual(await readdir(path.dirname(file)), [path.basename(file)]);
});

test("a failed write leaves neither the file nor its temporary one", async () => {
  const taken = path.join(folder, "taken");
  await writeWhole(path.join(taken, "inside"), "");
  await assert.rejects(writeWhole(taken, "a folder is in the way"));
  assert.deepEqual((await readdir(folder)).filter((name) => name.endsWith(".tmp")), []);
});

test("a process that ends in the middle of a write leaves nothing", async () => {
  const module = pathToFileURL(path.resolve(import.meta.dirname, "../../dist/files/write-whole.js")).href;
  const file = path.join(folder, "cut", "big.bin");
  const program = `
    import { existsSync, readdirSync } from "node:fs";
    import { writeWhole } from ${JSON.stringify(module)};
    void writeWhole(${JSON.stringify(file)}, new Uint8Array(2 ** 28));
    const look = () => existsSync(${JSON.stringify(path.dirname(file))}) && readdirSync(${JSON.stringify(path.dirname(file))}).length > 0 ? process.exit(7) : setTimeout(look, 1);
    look();`;
  const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" });
  assert.equal(status, 7, stderr);
  assert.deepEqual(await readdir(path.dirname(file)), []);
});
