import assert from "node:assert/strict";
import { test } from "node:test";
import { fromBfloat16, fromFloat16, toFloat16 } from "#src/half-precision.js";

test("every half-precision number survives the way to float32 and back", () => {
  const all = Uint16Array.from({ length: 65536 }, (_, bits) => bits);
  const wide = fromFloat16(all);
  const back = toFloat16(wide);
  for (const [at, bits] of all.entries()) {
    const value = wide[at] ?? 0;
    if (Number.isNaN(value)) assert.equal((back[at] ?? 0) & 0x7e00, 0x7e00);
    else assert.equal(back[at], bits, `${value}`);
  }
});

test("float32 rounds to the nearest half, ties to even, and overflows to infinity", () => {
  const round = (value: number): number => fromFloat16(toFloat16(Float32Array.of(value)))[0] ?? Number.NaN;
  assert.equal(round(1 + 2 ** -11), 1);
  assert.equal(round(1 + 3 * 2 ** -11), 1 + 2 ** -9);
  assert.equal(round(1 + 2 ** -11 + 2 ** -20), 1 + 2 ** -10);
  assert.equal(round(65519), 65504);
  assert.equal(round(65520), Infinity);
  assert.equal(round(-1e30), -Infinity);
  assert.equal(round(2 ** -25), 0);
  assert.equal(round(1.5 * 2 ** -24), 2 ** -23);
  assert.equal(round(-(2 ** -14) * (1 - 2 ** -12)), -(2 ** -14));
  assert.equal(round(1e-40), 0);
  assert.ok(Number.isNaN(round(Number.NaN)));
});

test("bfloat16 is the upper half of float32", () => {
  assert.deepEqual(fromBfloat16(Uint16Array.of(0x3f80, 0xc049, 0x7f80, 0)), Float32Array.of(1, -3.140625, Infinity, 0));
});
