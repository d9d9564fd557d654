import assert from "node:assert/strict";
import { test } from "node:test";
import { verdict, type MeasuredFigure } from "../../src/boards/verdict.js";

const claim = (raw: string, protocolId: number | null = 1) => ({ raw, number: Number(raw), protocolId });
const measured = (number: number, more: Partial<MeasuredFigure> = {}): MeasuredFigure => ({ state: "succeeded", relation: "same weights", protocolId: 1, number, low: null, high: null, ...more });

test("a claim alone is claimed, or disputed", () => {
  assert.equal(verdict(claim("98.06"), undefined), "claimed");
  assert.equal(verdict(claim("98.06"), undefined, true), "disputed");
  assert.equal(verdict(claim("98.06"), measured(98, { state: "queued" })), "claimed");
});

test("figures of other or unstated protocols are not comparable, whatever they are", () => {
  assert.equal(verdict(claim("98.06", 2), measured(98.06)), "not comparable");
  assert.equal(verdict(claim("98.06", null), measured(98.06)), "not comparable");
});

test("other weights under the same protocol judge nobody", () => {
  assert.equal(verdict(claim("98.06"), measured(97.59, { relation: "retrained" })), "retrained");
  assert.equal(verdict(claim("98.06"), measured(97.59, { relation: "own" })), "retrained");
});

test("the same weights reproduce a claim within half of its last digit, the tolerance, or half of the interval", () => {
  assert.equal(verdict(claim("97.4"), measured(97.35)), "reproduced");
  assert.equal(verdict(claim("97.4"), measured(97.34)), "lower than claimed");
  assert.equal(verdict(claim("97.4"), measured(97.46)), "higher than claimed");
  assert.equal(verdict(claim("97.40"), measured(97.3)), "lower than claimed");
  assert.equal(verdict(claim("97.40"), measured(97.3), false, 0.1), "reproduced");
  assert.equal(verdict(claim("97.4"), measured(96.5, { low: 95.5, high: 97.5 })), "reproduced");
  assert.equal(verdict(claim("97.4"), measured(96.3, { low: 95.3, high: 97.3 })), "lower than claimed");
});

test("a failed run is said to have failed, a measurement without a claim to be measured", () => {
  assert.equal(verdict(claim("98"), measured(0, { state: "failed" })), "failed");
  assert.equal(verdict(undefined, measured(98)), "measured");
});
