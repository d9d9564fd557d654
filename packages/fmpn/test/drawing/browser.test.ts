import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { bundle, noBrowser, withPage } from "../../../../test-support/browser.ts";
import { annotatedPlainPicture } from "./page.js";

test("a browser draws the same annotated picture, and writes it as JPEG", { skip: noBrowser }, async () => {
  const files = await bundle({ "page.js": fileURLToPath(new URL("page.ts", import.meta.url)) });
  const drawn = await withPage(files, async (page) => {
    await page.addScriptTag({ url: "/page.js", type: "module" });
    await page.waitForFunction(() => "annotate" in window);
    return await page.evaluate(async () => await window.annotate());
  });
  const { width, height, data } = annotatedPlainPicture();
  assert.deepEqual([drawn.width, drawn.height], [width, height]);
  assert.deepEqual(drawn.data, data);
  assert.ok(drawn.furthest > 0 && drawn.furthest < 120, String(drawn.furthest));
});
