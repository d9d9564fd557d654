import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { bundledModel } from "#src/files/bundled-model.js";
import { bundle, noBrowser, withPage } from "../../../../test-support/browser.ts";
import { measurePage, type Seen } from "./page.js";

test("a page draws the same split and gets the same answers as Node", { skip: noBrowser }, async () => {
  const model = await readFile(bundledModel());
  const files = new Map([...(await bundle({ "page.js": path.join(import.meta.dirname, "page.ts") })), ["model.onnx", model]]);
  const here = await measurePage(`data:application/octet-stream;base64,${model.toString("base64")}`, 2, 14);
  const there = await withPage(files, async (page) => {
    await page.addScriptTag({ url: "/page.js", type: "module" });
    return await page.evaluate<Seen>(`measurePage("/model.onnx", 2, 14)`);
  });
  assert.deepEqual(there, here);
  assert.equal(here.split.images, 14);
});
