import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import { decodeImage } from "fmpn/pictures";
import { chromium } from "playwright-core";
import { readManifest } from "#src/datasets/manifest.js";
import type { DataSet } from "#src/datasets/data-set.js";
import { selectWhere } from "#src/datasets/where.js";
import { evaluate } from "#src/evaluation/evaluate.js";
import { openModelClassifier } from "#src/evaluation/model-classifier.js";
import { formatPredictions } from "#src/evaluation/predictions-csv.js";
import { writeWhole } from "#src/files/write-whole.js";
import { composeReport } from "#src/report/compose-report.js";
import { reportPage } from "#src/report/report-page.js";
import { lookAtFaces } from "#src/report/look-at-faces.js";
import { readRun } from "#src/runs/read-run.js";
import { SYNTHETIC_EXPRESSIONS } from "#src/synth/synthesize-face.js";
import { synthesizeDataSet } from "#src/synth/synthesize-data-set.js";
import { noBrowser } from "../../../../test-support/browser.ts";
import { untrainedModel } from "../evaluation/made-models.js";
import { history, RECIPE } from "./made-runs.js";

let folder: string;
let run: string;
let dataSet: DataSet;
const options = { workers: 0, cache: false } as const;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "fmpn-report-"));
  run = path.join(folder, "run");
  await synthesizeDataSet(path.join(folder, "drawn"), { count: 21, size: 64, seed: 3, testShare: 0, contempt: false });
  dataSet = selectWhere(await readManifest(path.join(folder, "drawn")), ["role=face"]);
  await writeWhole(path.join(run, "model.onnx"), untrainedModel(SYNTHETIC_EXPRESSIONS));
  await writeWhole(path.join(run, "recipe.json"), JSON.stringify(RECIPE));
  await writeWhole(path.join(run, "metrics.jsonl"), history(3));
  const classifier = await openModelClassifier(path.join(run, "model.onnx"), { threads: 1 });
  const { predictions } = await evaluate(dataSet, classifier, options);
  await classifier.close();
  // Half of the faces by their own path, half with the set's name before it, as training writes them.
  const faces = predictions.faces.map((face, index) => (index % 2 ? face : { ...face, file: `drawn/${face.file}` }));
  await writeWhole(path.join(run, "predictions.csv"), formatPredictions({ ...predictions, faces }));
});
after(async () => await rm(folder, { recursive: true }));

test("tested faces are found in their data set: a mean mask of each class, and the surest mistakes", async () => {
  const look = await lookAtFaces(await readRun(run), [dataSet], { ...options, mistakes: 5, perClass: 2 });
  assert.ok(look);
  assert.deepEqual(look.masks.map(({ label, faces }) => [label, faces]), SYNTHETIC_EXPRESSIONS.map((label) => [label, 2]));
  const mask = await decodeImage(Buffer.from(look.masks[0].picture));
  assert.deepEqual([mask.width, mask.height, mask.channels], [64, 64, 3]);
  assert.equal(look.mistakes.length, 5);
  for (const [index, mistake] of look.mistakes.entries()) {
    assert.notEqual(mistake.truth, mistake.answer);
    assert.ok(index === 0 || mistake.confidence <= look.mistakes[index - 1].confidence);
    assert.equal(mistake.pictures.length, 2);
    assert.ok(dataSet.samples.some(({ file, label }) => file === mistake.file && label === mistake.truth));
  }
  assert.equal(await lookAtFaces(await readRun(run), [], options), undefined);
  const elsewhere = { ...dataSet, name: "other", samples: dataSet.samples.map((sample) => ({ ...sample, file: `x/${sample.file}` })) };
  assert.equal(await lookAtFaces(await readRun(run), [elsewhere], options), undefined);
});

test("a report shows faces only where their data set is given, and then says whose terms hold", async () => {
  const without = await composeReport([run]);
  assert.equal(without.notice, undefined);
  assert.doesNotMatch(reportPage(without), /data:image/);
  const report = await composeReport([run], { ...options, data: [dataSet], mistakes: 4 });
  assert.match(report.notice ?? "", /pictures of faces from drawn\. They remain under the terms of the data/);
  assert.deepEqual(report.sections.map(({ title }) => title).slice(0, 4), ["Results", "By class", "Motion masks", "Worst mistakes"]);
  assert.equal(reportPage(report).match(/src="data:image\/png;base64,/g)?.length, 7 + 4 * 2);
});

test("the page stands in a browser: pictures load, nothing is fetched, nothing sticks out on a telephone", { skip: noBrowser }, async () => {
  const file = path.join(folder, "report.html");
  await writeWhole(file, reportPage(await composeReport([run, run], { ...options, data: [dataSet], mistakes: 4 })));
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url().slice(0, 5)));
    page.on("console", (message) => asked.push(message.text()));
    for (const width of [1200, 390]) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(pathToFileURL(file).href);
      const [across, broken] = await page.evaluate(() => [document.documentElement.scrollWidth, [...document.images].filter(({ naturalWidth }) => naturalWidth === 0).length]);
      assert.deepEqual([across, broken], [width, 0]);
    }
    assert.deepEqual([...new Set(asked.filter((kind) => kind !== "data:"))], ["file:"]);
  } finally {
    await browser.close();
  }
});
