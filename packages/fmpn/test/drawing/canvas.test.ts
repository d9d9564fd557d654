import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import type { alphas, draw } from "./canvas-page.ts";
import { bundle, noBrowser, withPage } from "../../../../test-support/browser.ts";

interface Drawing {
  readonly draw: typeof draw;
  readonly alphas: typeof alphas;
}

test("faces are drawn where they are, mirrored where the picture is, with the mask in its colours", { skip: noBrowser }, async () => {
  const files = await bundle({ "page.js": fileURLToPath(new URL("canvas-page.ts", import.meta.url)) });
  await withPage(files, async (page) => {
    const drawn = async (mirrored: boolean, mask: number, places: readonly (readonly [number, number])[]) =>
      await page.evaluate(async ([mirrored, mask, places]) => ((await import("/page.js" as string)) as Drawing).draw(mirrored, mask, places), [mirrored, mask, places] as const);
    const [edge, inside, outside, label] = await drawn(false, 0, [[100, 220], [200, 220], [30, 400], [110, 100]]);
    assert.deepEqual(edge, [255, 255, 255, 255], "the box's left edge");
    assert.deepEqual([inside?.[3], outside?.[3]], [0, 0]);
    assert.ok((label?.[3] ?? 0) > 200, "the label's plate");
    const [mirror, before] = await drawn(true, 0, [[540, 220], [100, 220]]);
    assert.deepEqual([mirror?.[0], mirror?.[3], before?.[3]], [255, 255, 0]);
    const [covered] = await drawn(false, 0.5, [[205, 230]]);
    assert.ok(Math.abs((covered?.[3] ?? 0) - 127) <= 3 && (covered?.[0] ?? 0) > 240, "the strongest motion's pale yellow, half transparent");
    const [corner = 0, middle = 0, still = 0] = await page.evaluate(async () => ((await import("/page.js" as string)) as Drawing).alphas());
    assert.ok(corner < 10 && Math.abs(middle - 127) <= 1 && still === 0);
  });
});
