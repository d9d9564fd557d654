import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { figuresJson, formatEvaluation } from "#src/evaluation/evaluation-json.js";
import { measure } from "#src/evaluation/metrics.js";
import { pairedDifference } from "#src/evaluation/paired-difference.js";
import { blocksMarkdown } from "@fmpn/page/blocks";
import { composeReport } from "#src/report/compose-report.js";
import { reportPage } from "#src/report/report-page.js";
import { readRun } from "#src/runs/read-run.js";
import { makeRuns } from "./made-runs.js";

test("runs side by side: their figures, the paired difference, what differs in their settings", async (t) => {
  const { folder, good, poor } = await makeRuns(t);
  const report = await composeReport([path.join(folder, "good"), path.join(folder, "poor")]);
  assert.deepEqual(report.sections.map(({ title }) => title), ["Results", "Differences", "By class", "Training", "What was trained"]);
  const text = blocksMarkdown(report);
  for (const [name, predictions] of [["good", good], ["poor", poor]] as const) {
    const { accuracy } = measure(predictions);
    assert.match(text, new RegExp(`\\| ${name} \\| 240 \\| ${(100 * accuracy).toFixed(2)} \\(`));
  }
  const { difference, onlyFirst, onlySecond } = pairedDifference(poor, good);
  assert.match(text, new RegExp(`\\| poor \\| 240 \\| −${(-100 * difference).toFixed(2)} \\(−.* \\| ${onlyFirst} \\| ${onlySecond} \\| worse \\|`));
  assert.match(text, /\| prior \| fmpn \| none \|\n\nThe settings in which the runs differ\./);
  assert.match(text, /faces \(0123456789abcdef\), 240 images/);
  assert.match(text, /2026-01-02 03:04 UTC/);

  const html = reportPage(report);
  assert.equal(reportPage(await composeReport([path.join(folder, "good"), path.join(folder, "poor")])), html, "the same again");
  assert.doesNotMatch(html, /<script|https?:\/\/|src="(?!data:)/, "it needs nothing but itself");
  assert.equal(report.notice, undefined);
  const chart = /aria-label="Mask loss, stage 2 by epoch">(.*?)<\/svg>/.exec(html)?.[1] ?? "";
  assert.match(chart, /class="line solid s0"/);
  assert.doesNotMatch(chart, /s1/, "without a prior there is no mask to lose by");
});

test("a cross-validation has its folds' mean and a line for each fold", async (t) => {
  const { folder, good } = await makeRuns(t);
  const report = await composeReport([path.join(folder, "folds")]);
  const text = blocksMarkdown(report);
  assert.match(text, /fold mean/);
  assert.match(text, new RegExp(`\\| folds \\| 240 \\| ${(100 * measure(good).accuracy).toFixed(2)} .* ± \\d`));
  assert.match(text, /Of a cross-validation there is a line for each fold/);
  const chart = /aria-label="Classification loss, stage 2 by epoch">(.*?)<\/svg>/.exec(reportPage(report))?.[1] ?? "";
  assert.equal(chart.match(/<polyline/g)?.length, 2);
});

test("of a cross-validation that is not finished, the folds that are count, and it is said", async (t) => {
  const { folder } = await makeRuns(t);
  const text = blocksMarkdown(await composeReport([path.join(folder, "unfinished")]));
  assert.match(text, /\| unfinished \| 130 \|/);
  assert.match(text, /unfinished is not finished: these are its 2 folds so far\./);
});

test("faces of several data sets have figures by set", async (t) => {
  const { folder, good } = await makeRuns(t);
  const { sections } = await composeReport([path.join(folder, "mixed")]);
  const section = sections.find(({ title }) => title === "By data set") ?? assert.fail();
  const text = blocksMarkdown({ title: "", runs: ["mixed"], notice: undefined, sections: [section] });
  const first = measure({ ...good, faces: good.faces.slice(0, 100) });
  assert.match(text, new RegExp(`\\| first \\| 100 \\| ${(100 * first.accuracy).toFixed(2)} `));
  assert.match(text, /\| second \| 140 \|/);
});

test("what a run lacks is left out, and said", async (t) => {
  const { folder } = await makeRuns(t);
  const begun = await composeReport([path.join(folder, "begun")], { title: "<Begun> & \"more\"" });
  assert.deepEqual(begun.sections.map(({ title }) => title), ["Results", "Training", "What was trained"]);
  assert.match(blocksMarkdown(begun), /The run has no predictions\.csv/);
  const html = reportPage(begun);
  assert.match(html, /<h1>&lt;Begun&gt; &amp; &quot;more&quot;<\/h1>/);
  assert.match(blocksMarkdown(begun), /^# &lt;Begun> &amp; "more"\n/);
  const record = await readRun(path.join(folder, "begun"));
  assert.equal(record.histories[0].length, 9, "the line that was cut off is passed over");

  await assert.rejects(composeReport([path.join(folder, "empty")]), /empty holds no run: there is no recipe\.json/);
  await assert.rejects(composeReport([path.join(folder, "broken")]), /recipe\.json is no JSON/);
  await assert.rejects(composeReport([path.join(folder, "nowhere")]), /nowhere is no folder/);
  const mixed = blocksMarkdown(await composeReport([path.join(folder, "begun"), path.join(folder, "poor")]));
  assert.match(mixed, /\| poor \| 240 \|/);
});

test("runs of the same name are told apart; runs of other pictures are not compared", async (t) => {
  const { folder } = await makeRuns(t);
  const twice = await composeReport([path.join(folder, "good"), path.join(folder, "../", path.basename(folder), "good")]);
  assert.notEqual(twice.runs[0], "good");
  assert.match(blocksMarkdown(twice), /not told apart/);
  await writeFile(path.join(folder, "poor/predictions.csv"), "file,subject,fold,truth,answer,anger,happiness,surprise\nother.png,,,anger,anger,1,0,0\n");
  const apart = blocksMarkdown(await composeReport([path.join(folder, "good"), path.join(folder, "poor")]));
  assert.match(apart, /poor cannot be compared with good picture by picture: other\.png is in the first predictions only/);
});

test("a cross-validation's own evaluation.json is not told twice, but told where predictions are gone", async (t) => {
  const { folder, good } = await makeRuns(t);
  const own = figuresJson(good);
  for (const name of ["folds", "begun"]) await writeFile(path.join(folder, name, "evaluation.json"), formatEvaluation(own));
  const titles = async (name: string): Promise<string[]> => (await composeReport([path.join(folder, name)])).sections.map(({ title }) => title);
  assert.ok(!(await titles("folds")).includes("Evaluations"));
  assert.ok((await titles("begun")).includes("Evaluations"));
});

test("figures of fmpn evaluate are shown where they lie beside a run", async (t) => {
  const { folder, good } = await makeRuns(t);
  const mean = (value: number) => ({ mean: value, interval: { low: value - 0.1, high: value + 0.1 } });
  const curve = [0, 0.2, 0.5].map((share) => ({ share, fall: mean(share), changed: mean(share) }));
  await writeFile(
    path.join(folder, "good/evaluation-other.json"),
    formatEvaluation({
      ...figuresJson(good),
      images: 50, faces_found: 49, accuracy: 0.875, balanced_accuracy: 0.86, macro_f1: 0.85,
      intervals: { accuracy: [0.8, 0.9], balanced_accuracy: [0.8, 0.9], macro_f1: [0.8, 0.9], over: "images", units: 50, resamples: 2000 },
      data: { name: "other", hash: "fedcba9876543210" }, protocol: "pictures", ms_per_image: 12.34,
      regions: { faces: 40, at_half: mean(0.61), best: { ...mean(0.65), threshold: 0.4 }, constant: { ...mean(0.5), threshold: 0.3 }, gain: mean(-0.15), over: "images", units: 40 },
      faithfulness: { faces: 30, eraser: "mean", curves: { mask: curve, random: curve, constant: curve }, advantage: { random: [0, 0.123, 0.2].map(mean), constant: [0, 0, 0].map(mean) }, over: "images", units: 30 },
    }),
  );
  const report = await composeReport([path.join(folder, "good")]);
  const text = blocksMarkdown(report);
  assert.match(text, /\| good \| other \(fedcba98\) \| pictures, 49 of 50 found \| 87\.50 \(80\.00 to 90\.00\) \|.*\| 12\.3 \|/);
  assert.match(text, /\| good \| other \| 40 \| 0\.610 .* −0\.150 \(−0\.250 to −0\.050\) \|/);
  assert.match(text, /cost 12\.30 points more than blocks by chance/);
  assert.equal(/aria-label="Fall of the answer&#39;s probability[^]*?<\/svg>/.exec(reportPage(report))?.[0].match(/<polygon class="band/g)?.length, 3);
});

