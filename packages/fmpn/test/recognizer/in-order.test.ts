import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { inOrder } from "#src/recognizer/in-order.js";
import { collect } from "./collect.js";

/** Gives its values, then nothing any more; tells when it is closed. */
function live(values: readonly number[]): AsyncIterable<number> & { closed: boolean } {
  let given = 0;
  const stream = {
    closed: false,
    [Symbol.asyncIterator]: () => ({
      next: async (): Promise<IteratorResult<number, undefined>> => {
        const value = values[given];
        given += 1;
        return value === undefined ? await new Promise<never>(() => {}) : { done: false, value };
      },
      return: async (): Promise<IteratorResult<number, undefined>> => {
        stream.closed = true;
        // A generator that was asked for a value ends after that value only.
        return given > values.length ? await new Promise<never>(() => {}) : { done: true, value: undefined };
      },
    }),
  };
  return stream;
}

test("results keep the order of the stream, whichever is there first, with so many under way at most", async () => {
  let [underWay, most] = [0, 0];
  const slowFirst = async (value: number, index: number): Promise<number> => {
    underWay += 1;
    most = Math.max(most, underWay);
    await wait(index % 2 === 0 ? 8 : 1);
    underWay -= 1;
    return value * 10;
  };
  assert.deepEqual(await collect(inOrder([1, 2, 3, 4, 5], 2, slowFirst)), [10, 20, 30, 40, 50]);
  assert.equal(most, 2);
  assert.deepEqual(await collect(inOrder([], 2, slowFirst)), []);
});

test("the newest result of a silent stream is handed out; an abort ends the wait, and the stream is closed", async () => {
  const stream = live([1, 2, 3]);
  const controller = new AbortController();
  const results = inOrder(stream, 2, async (value) => value, controller.signal);
  for (const expected of [1, 2, 3]) assert.equal((await results.next()).value, expected);
  const waiting = results.next();
  const reason = new Error("enough");
  controller.abort(reason);
  await assert.rejects(waiting, reason);
  assert.ok(stream.closed);
});

test("an abort does not wait for work that does not notice it", async () => {
  const reason = new Error("enough");
  const controller = new AbortController();
  const results = inOrder([1], 2, async () => await new Promise<never>(() => {}), controller.signal);
  setTimeout(() => controller.abort(reason), 2);
  await assert.rejects(results.next(), reason);
  await assert.rejects(inOrder([1], 2, async (value) => value, AbortSignal.abort(reason)).next(), reason);
});

test("who leaves early closes the stream, though it is silent, and ends the work under way", async () => {
  for (const values of [[1], [1, 2], [1, 2, 3]]) {
    const stream = live(values);
    let stop: AbortSignal | undefined;
    for await (const result of inOrder(stream, 2, async (value, _, signal) => ((stop = signal), value))) {
      assert.equal(result, 1);
      break;
    }
    assert.ok(stream.closed && stop?.aborted);
  }
});

test("what the stream throws comes after the results before it; what the work throws closes the stream", async () => {
  async function* broken(): AsyncGenerator<number> {
    yield 1;
    throw new Error("the camera is gone");
  }
  const results = inOrder(broken(), 2, async (value) => value);
  assert.equal((await results.next()).value, 1);
  await assert.rejects(results.next(), /the camera is gone/);

  const stream = live([1, 2]);
  await assert.rejects(collect(inOrder(stream, 2, async () => await Promise.reject(new RangeError("no such class")))), /no such class/);
  assert.ok(stream.closed);
});
