import assert from "node:assert/strict";
import { test } from "node:test";
import { formatShard, parseShard, partOf } from "#src/shard.js";

test("all shards one after the other are the whole, of nearly equal length", () => {
  for (const length of [0, 1, 7, 100]) {
    const items = Array.from({ length }, (_, index) => index);
    for (const of of [1, 2, 3, 8]) {
      const parts = Array.from({ length: of }, (_, index) => partOf(items, { index: index + 1, of }));
      assert.deepEqual(parts.flat(), items);
      const lengths = parts.map((part) => part.length);
      assert.ok(Math.max(...lengths) - Math.min(...lengths) <= 1, lengths.join(", "));
    }
  }
  assert.deepEqual(partOf(["a", "b"]), ["a", "b"]);
});

test("a shard is written 2/4; what is no part of a whole is refused", () => {
  assert.equal(formatShard(parseShard("2/4")), "2/4");
  for (const wrong of ["0/4", "5/4", "1", "1/0", "-1/2", "a/b", "1/2/3", ""]) assert.throws(() => parseShard(wrong), /write 2\/4 for the second of four parts/);
});
