import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { bundle, noBrowser, withPage } from "../../../../test-support/browser.ts";
import { trainSmall } from "./small-training.ts";
import type { TrainSmall } from "./page.ts";

/** What page.ts puts into the page, where these functions run. */
declare const trainSmallHere: TrainSmall;
declare const crossOriginIsolated: boolean;

const at = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

test("a page trains to the same losses as Node, in the page's own thread and in a worker", { skip: noBrowser }, async () => {
  const files = await bundle({ "page.js": at("./page.ts"), "worker-entry.browser.js": at("../../dist/training/worker-entry.browser.js") });
  const steps = 8;
  const node = await trainSmall({ steps, provider: "cpu" });
  assert.ok((node.losses.at(-1) ?? 9) < (node.losses[0] ?? 0), "it learns");
  await withPage(files, async (page) => {
    await page.addScriptTag({ url: "/page.js", type: "module" });
    await page.waitForFunction(() => "trainSmallHere" in globalThis);
    assert.equal(await page.evaluate(() => crossOriginIsolated), true);
    for (const worker of [false, true]) {
      const found = await page.evaluate((options) => trainSmallHere(options), { steps, worker });
      assert.equal(found.provider, "wasm");
      near(found.losses, node.losses, 1e-4);
      assert.deepEqual(found.state.map(([name]) => name), node.state.map(([name]) => name));
    }
    await assert.rejects(page.evaluate(() => trainSmallHere({ steps: 1, provider: "cpu" })), /The provider "cpu" runs in Node only/);
  });
});

function near(found: readonly number[], expected: readonly number[], tolerance: number): void {
  assert.equal(found.length, expected.length);
  for (const [step, loss] of found.entries()) {
    assert.ok(Math.abs(loss - (expected[step] ?? Number.NaN)) <= tolerance, `step ${step + 1}: ${loss} against ${expected[step]}`);
  }
}
