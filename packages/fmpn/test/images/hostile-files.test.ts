import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { decodeImage } from "#src/images/decode.js";
import { ImageError } from "#src/images/image-error.js";
import { isPicture, type Picture } from "#src/images/picture.js";
import { writeHostileFiles } from "./hostile-files.js";

test("500 good, damaged and hostile files: each is read or reported by name with its reason, in bounded memory", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-hostile-"));
  try {
    const expected = await writeHostileFiles(folder);
    assert.equal(expected.size, 500);
    const before = process.memoryUsage.rss();
    let [read, largest] = [0, 0];
    for (const [name, outcome] of expected) {
      const result = await decodeOrError(path.join(folder, name));
      largest = Math.max(largest, process.memoryUsage.rss());
      if (isPicture(result)) {
        read++;
        assert.ok(!(outcome instanceof RegExp), `${name} was read, an error was expected`);
        continue;
      }
      assert.notEqual(outcome, "picture", `${name} was not read: ${result.message}`);
      assert.ok(result.file.endsWith(name) && result.message.includes(name), result.message);
      assert.ok(result.reason.length > 8 && !result.reason.includes("\n"), result.message);
      if (outcome instanceof RegExp) assert.match(result.reason, outcome, name);
    }
    assert.ok(read >= 14, `${read} were read`);
    const grown = (largest - before) / 2 ** 20;
    assert.ok(grown < 200, `memory grew by ${grown.toFixed(0)} MiB`);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("what is no plain file, or not there, is reported", async () => {
  for (const [source, reason] of [
    ["/no/such/picture.png", /picture\.png: does not exist/],
    [tmpdir(), /is a folder/],
    ["/dev/zero", /is no plain file/],
    ["http://127.0.0.1:9/a.png", /^http:\/\/127\.0\.0\.1:9\/a\.png: could not be fetched: ./],
  ] as const) {
    await assert.rejects(decodeImage(source), (error) => error instanceof ImageError && reason.test(error.message));
  }
  const small = new Uint8Array(3);
  await assert.rejects(decodeImage(small, { name: "upload 7" }), /^ImageError: upload 7: is no picture/);
});

async function decodeOrError(file: string): Promise<Picture | ImageError> {
  try {
    return await decodeImage(file);
  } catch (error) {
    if (error instanceof ImageError) return error;
    throw error;
  }
}
