import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { limitCache, readCached, writeCached } from "#src/files/cache.js";

test("the cache keeps what was used last within its limit, and touches nothing that is not its own", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-cache-"));
  const place = (name: string): string => path.join(folder, name);
  try {
    for (const [index, name] of ["crops-a-96-0.1000-v2.bin", "eyes-b-v1.json", "answers-c.bin", "thesis.bin", "crops.txt"].entries()) {
      await writeFile(place(name), new Uint8Array(1000));
      await utimes(place(name), 1000 + index, 1000 + index);
    }
    // Read, the oldest is the youngest.
    assert.equal((await readCached(place("crops-a-96-0.1000-v2.bin")))?.length, 1000);
    await limitCache(folder, place("none"), 2500);
    assert.deepEqual((await readdir(folder)).sort(), ["answers-c.bin", "crops-a-96-0.1000-v2.bin", "crops.txt", "thesis.bin"]);
    // What was just written stays, however little is allowed.
    process.env["FMPN_CACHE_LIMIT"] = "0.0000005";
    await writeCached(place("eyes-d-v1.json"), "x".repeat(900));
    assert.deepEqual((await readdir(folder)).sort(), ["crops.txt", "eyes-d-v1.json", "thesis.bin"]);
    process.env["FMPN_CACHE_LIMIT"] = "much";
    await assert.rejects(writeCached(place("eyes-e-v1.json"), "x"), /^RangeError: FMPN_CACHE_LIMIT is a number of gigabytes, not "much"\.$/);
    assert.equal(await readCached(place("eyes-none-v1.json")), undefined);
    assert.equal((await readFile(place("thesis.bin"))).length, 1000);
  } finally {
    delete process.env["FMPN_CACHE_LIMIT"];
    await rm(folder, { recursive: true });
  }
});
