import assert from "node:assert/strict";
import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { synthesizeDataSet, SYNTHETIC_EXPRESSIONS } from "@fmpn/lab/synth";
import type { Page } from "playwright-core";
import { noBrowser } from "../../../test-support/browser.ts";
import { untrainedModel } from "../../lab/test/evaluation/made-models.ts";
import { accessibilityFaults, type OpenedStudio, openStudio } from "./opened-studio.ts";
import { metricsLine, writeRun } from "./written-run.ts";

let folder: string;
let studio: OpenedStudio;
let page: Page;
before(async () => {
  if (noBrowser) return;
  folder = await mkdtemp(path.join(tmpdir(), "fmpn-studio-train-"));
  const runs = path.join(folder, "runs");
  await writeRun(path.join(runs, "one"), "a.png,,,anger,anger,0.9,0.1\nb.png,,,happiness,happiness,0.2,0.8\nc.png,,,anger,happiness,0.3,0.7\n");
  await writeRun(path.join(runs, "two"), "a.png,,,anger,happiness,0.1,0.9\nb.png,,,happiness,happiness,0.2,0.8\nc.png,,,anger,happiness,0.3,0.7\n");
  await writeFile(path.join(runs, "one/model.onnx"), untrainedModel(SYNTHETIC_EXPRESSIONS));
  await writeRun(path.join(runs, "now"));
  await synthesizeDataSet(path.join(folder, "drawn"), { count: 14, size: 48, seed: 5, testShare: 0, contempt: false });
  studio = await openStudio([{ file: "L013_smile.jpg", side: 300, from: [0.5, 0.5], to: [0.5, 0.5] }], { runs, data: [path.join(folder, "drawn")] });
  page = studio.page;
  await page.goto(studio.server.address);
});
after(async () => {
  await studio?.close();
  if (folder) await rm(folder, { recursive: true });
});

test("a run's curves grow with its file, wherever it is trained", { skip: noBrowser }, async () => {
  await page.goto(`${studio.server.url}/train`);
  await page.click('a:text("now")');
  await page.waitForSelector("#run-charts polyline");
  assert.match((await page.textContent("#run-words")) ?? "", /^Stage 2, all of it: epoch 2\.00 of 4, 100 faces a second, about .* left, validated 70\.00 %$/);
  await appendFile(path.join(folder, "runs/now/metrics.jsonl"), metricsLine(3));
  await page.waitForFunction(() => document.querySelector("#run-words")?.textContent?.includes("epoch 3.00 of 4"));
  assert.equal(await page.locator("#run-charts figure").count(), 3, "losses, accuracy, learning rate; this recipe's first stage has recorded nothing");
});

test("runs are ticked and compared; a finished one's model is used on the camera", { skip: noBrowser }, async () => {
  await page.goto(`${studio.server.url}/train`);
  for (const name of ["one", "two"]) await page.check(`[aria-label="Compare ${name}"]`);
  await page.click("button:text('Compare those ticked')");
  assert.match((await page.textContent("main")) ?? "", /Runs side by side[^]*Differences/);
  await page.goto(`${studio.server.url}/train/run?name=one`);
  await page.click("text=Use it on the camera");
  await page.waitForFunction(() => document.querySelector("#model-words")?.textContent?.startsWith("Model: one/model.onnx"));
});

test("the training half is fit for screen readers, in light and dark, and stays within a telephone", { skip: noBrowser }, async () => {
  const drawn = `/train/data?folder=${encodeURIComponent(path.join(folder, "drawn"))}`;
  const faults: string[] = [];
  for (const address of ["/train", "/train/run?name=one", "/train/compare?name=one&name=two", "/train/new", "/train/data", drawn, "/train/nothing"]) {
    await page.setViewportSize({ width: 1280, height: 900 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto(`${studio.server.url}${address}`);
      faults.push(...(await accessibilityFaults(page)).map((fault) => `${address}, ${colorScheme}: ${fault}`));
    }
    await page.setViewportSize({ width: 375, height: 800 });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width !== 375) faults.push(`${address}: ${width} pixels wide on a telephone`);
  }
  assert.deepEqual(faults, []);
  assert.deepEqual(studio.complaints.filter((words) => !words.includes("404")), [], "and no policy was broken");
});
