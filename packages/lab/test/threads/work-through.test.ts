import assert from "node:assert/strict";
import { test } from "node:test";
import { workThrough } from "#src/threads/work-through.js";
import type { Progress } from "#src/work.js";

const crew = () => {
  const made = { width: 3, closed: 0, close: async () => void (made.closed += 1) };
  return made;
};
const double = async (item: number): Promise<number> => 2 * item;

test("results come in order, progress with them, and the crew is ended", async () => {
  const [own, told] = [crew(), [] as Progress[]];
  const results: number[] = [];
  for await (const result of workThrough([1, 2, 3], own, "doubling", double, { onProgress: (progress) => told.push(progress) })) results.push(result);
  assert.deepEqual([results, own.closed], [[2, 4, 6], 1]);
  assert.deepEqual(told, [1, 2, 3].map((done) => ({ what: "doubling", done, total: 3 })));
});

test("the crew is ended where work fails, the signal is aborted or the caller has enough", async () => {
  const failing = crew();
  await assert.rejects(async () => {
    for await (const _ of workThrough([1], failing, "", async () => Promise.reject(new Error("broken")), {}));
  }, /broken/);
  const [stopped, stop] = [crew(), new AbortController()];
  const seen: number[] = [];
  await assert.rejects(async () => {
    for await (const result of workThrough([1, 2, 3], stopped, "", double, { signal: stop.signal, onProgress: ({ done }) => done === 2 && stop.abort(new Error("stopped")) })) seen.push(result);
  }, /stopped/);
  const left = crew();
  for await (const _ of workThrough([1, 2, 3], left, "", double, {})) break;
  assert.deepEqual([failing.closed, stopped.closed, left.closed, seen], [1, 1, 1, [2]]);
});
