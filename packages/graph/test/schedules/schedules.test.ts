import assert from "node:assert/strict";
import { test } from "node:test";
import { cosineDecay, linearDecay, observePlateau, plateauStart, stepDecay, warmUp } from "@fmpn/graph/training";

const close = (found: number, wanted: number): void => assert.ok(Math.abs(found - wanted) < 1e-12, `${found} instead of ${wanted}`);

test("linear decay is that of the authors' code", () => {
  const schedule = linearDecay(100, 100);
  close(schedule(0), 1);
  close(schedule(99), 1);
  close(schedule(100), 1 - 1 / 101);
  close(schedule(199), 1 - 100 / 101);
  close(schedule(500), 0);
});

test("steps, cosine and warm-up", () => {
  close(stepDecay(10, 0.5)(9), 1);
  close(stepDecay(10, 0.5)(20), 0.25);
  const cosine = cosineDecay(10, 0.1);
  close(cosine(0), 1);
  close(cosine(5), 0.55);
  close(cosine(10), 0.1);
  close(cosine(99), 0.1);
  const warm = warmUp(4, cosine);
  close(warm(0), 0.2);
  close(warm(3), 0.8);
  close(warm(4), 1);
});

test("a plateau waits for its patience, then lowers the rate, as PyTorch's scheduler does", () => {
  const factors: number[] = [];
  let state = plateauStart;
  for (const loss of [1, 0.9, 0.9, 0.9, 0.9, 0.5, 0.5, 0.5, 0.5]) {
    state = observePlateau(state, loss, { factor: 0.5, patience: 2 });
    factors.push(state.factor);
  }
  // PyTorch 1.13: ReduceLROnPlateau(factor=0.5, patience=2) on the same losses.
  assert.deepEqual(factors, [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25]);
});
