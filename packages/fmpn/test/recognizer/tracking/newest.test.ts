import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { newest } from "#src/recognizer/tracking/newest.js";
import { collect } from "../collect.js";

test("a slow taker sees the newest value and how many it missed; the last one is never dropped", async () => {
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  async function* fast(): AsyncGenerator<number> {
    for (let value = 0; value < 40; value++) yield value;
    end();
  }
  const taken: [value: number, dropped: number][] = [];
  for await (const { value, dropped } of newest(fast())) {
    taken.push([value, dropped]);
    await ended;
  }
  assert.deepEqual(taken, [[0, 0], [39, 38]]);
});

test("a fast taker sees every value", async () => {
  async function* slow(): AsyncGenerator<number> {
    for (let value = 0; value < 5; value++) {
      await wait(10);
      yield value;
    }
  }
  assert.deepEqual((await collect(newest(slow()))).map(({ value, dropped }) => [value, dropped]), [0, 1, 2, 3, 4].map((value) => [value, 0]));
});

test("a stream that never pauses lets others run, and is closed when the taker leaves", async () => {
  let closed = false;
  function* endless(): Generator<number> {
    try {
      for (let value = 0; ; value++) yield value;
    } finally {
      closed = true;
    }
  }
  for await (const { value } of newest(endless())) {
    await wait(20);
    if (value > 3) break;
  }
  assert.ok(closed);
});

test("an abort wakes a taker whose stream is silent; a stream's error reaches the taker", async () => {
  const reason = new Error("enough");
  const controller = new AbortController();
  async function* silent(): AsyncGenerator<number> {
    await new Promise(() => {});
    yield 0;
  }
  setTimeout(() => controller.abort(reason), 20);
  await assert.rejects(newest(silent(), controller.signal).next(), reason);
  async function* broken(): AsyncGenerator<number> {
    yield 0;
    throw new Error("the camera is gone");
  }
  await assert.rejects(collect(newest(broken())), /the camera is gone/);
});
