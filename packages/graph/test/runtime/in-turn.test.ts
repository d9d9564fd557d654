import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { inTurn } from "#src/runtime/in-turn.js";
import type { Provider } from "#src/runtime/provider.js";

/** The most pieces of work that were under way at once, one of which fails. */
async function mostAtOnce(provider: Provider): Promise<number> {
  let [underWay, most] = [0, 0];
  const work = (fails: boolean) => async (): Promise<void> => {
    underWay += 1;
    most = Math.max(most, underWay);
    await wait(2);
    underWay -= 1;
    if (fails) throw new Error("this one fails");
  };
  const results = await Promise.allSettled([false, true, false, false].map((fails) => inTurn(provider, work(fails))));
  assert.deepEqual(results.map(({ status }) => status), ["fulfilled", "rejected", "fulfilled", "fulfilled"]);
  return most;
}

test("work on WebGPU is done one after the other, whatever comes of it; elsewhere at once", async () => {
  assert.equal(await mostAtOnce("webgpu"), 1);
  assert.equal(await mostAtOnce("wasm"), 4);
});
