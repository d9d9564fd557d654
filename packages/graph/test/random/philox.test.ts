import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "@fmpn/graph";
import { dropoutMask } from "@fmpn/graph/operators";
import { philox } from "#src/random/philox.js";

test("philox gives the known answers of its authors (Random123, kat_vectors)", () => {
  const out = new Uint32Array(4);
  const answer = (...words: [number, number, number, number, number, number]): string[] => {
    philox(out, ...words);
    return Array.from(out, (word) => word.toString(16).padStart(8, "0"));
  };
  assert.deepEqual(answer(0, 0, 0, 0, 0, 0), ["6627e8d5", "e169c58d", "bc57ac4c", "9b00dbd8"]);
  const ones = 0xffffffff;
  assert.deepEqual(answer(ones, ones, ones, ones, ones, ones), ["408f276d", "41c83b0e", "a20bc7c6", "6d5451fd"]);
  assert.deepEqual(answer(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0), ["d16cfe09", "94fdcceb", "5001e420", "24126ea1"]);
});

test("streams have the moments they should, and names, seeds and steps keep them apart", () => {
  const random = createRandom(1, "moments");
  const normals = Array.from({ length: 20_000 }, () => random.normal());
  const mean = normals.reduce((total, value) => total + value, 0) / normals.length;
  const variance = normals.reduce((total, value) => total + value ** 2, 0) / normals.length - mean ** 2;
  assert.ok(Math.abs(mean) < 0.03 && Math.abs(variance - 1) < 0.05, `mean ${mean}, variance ${variance}`);
  const firsts = [createRandom(1, "a"), createRandom(1, "b"), createRandom(2, "a"), createRandom(1, "a", 1)].map((stream) => stream.uniform());
  assert.equal(new Set(firsts).size, 4);
  assert.equal(createRandom(1, "a").uniform(), firsts[0]);
});

test("a dropout mask drops its share, scales the rest, and is that of its seed, layer and step", () => {
  const mask = dropoutMask(10_000, 0.3, 1, "layer", 5);
  const dropped = mask.filter((value) => value === 0).length / mask.length;
  assert.ok(Math.abs(dropped - 0.3) < 0.02, `${dropped} dropped`);
  assert.ok(mask.every((value) => value === 0 || Math.abs(value - 1 / 0.7) < 1e-6));
  assert.deepEqual(dropoutMask(10_000, 0.3, 1, "layer", 5), mask);
  assert.notDeepEqual(dropoutMask(10_000, 0.3, 1, "layer", 6), mask);
});
