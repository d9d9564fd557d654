import assert from "node:assert/strict";
import { appendFile, mkdir, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { test, type TestContext } from "node:test";
import { listRuns } from "#src/runs/list-runs.js";
import { formatFacts, formatMetrics, formatRecipe, type MetricsLine } from "#src/runs/run-format.js";
import { createRun } from "#src/runs/run-folder.js";
import { type RunNews, watchRun } from "#src/runs/watch-run.js";
import { fabricateFolder } from "../datasets/fabricated-folder.js";
import { smallRecipe } from "../training/small-recipe.js";

const facts = { version: "0.1.0", node: "v20", startedAt: "2026-01-02T03:04:05.678Z", data: [{ name: "faces", hash: "0", images: 3 }] };
const line = (step: number): MetricsLine => ({ stage: "joint", epoch: step / 10, step, loss: 1 });
const begun = (folder: string): Record<string, string> => ({ [`${folder}/recipe.json`]: formatRecipe(smallRecipe), [`${folder}/run.json`]: formatFacts(facts) });

async function someRuns(t: TestContext): Promise<string> {
  return await fabricateFolder(t, {
    ...begun("a/done"),
    "a/done/model.onnx": "",
    "a/done/metrics.jsonl": [line(10), { ...line(20), validation: { accuracy: 0.5, balancedAccuracy: 0.4 } }, line(30)].map(formatMetrics).join(""),
    ...begun("b"),
    ...begun("folds/fold-0"),
    ...begun("folds/fold-1"),
    "folds/fold-0/predictions.csv": "",
    "broken/recipe.json": "{",
    "broken/run.json": formatFacts(facts),
    "pictures/a.png": "",
  });
}

test("runs are found below a folder, the last changed first; a broken one is named and hides no other", async (t) => {
  const folder = await someRuns(t);
  for (const [index, name] of ["b", "broken", "folds", "a/done"].entries()) {
    for (const place of [name, ...(name === "folds" ? ["folds/fold-0", "folds/fold-1"] : []), ...(name === "a/done" ? ["a/done/metrics.jsonl"] : [])]) await utimes(path.join(folder, place), 1e9 + index, 1e9 + index);
  }
  const runs = await listRuns(folder);
  assert.deepEqual(
    runs.map(({ name, kind, state }) => [name, kind, state]),
    [
      [path.join("a", "done"), "training", "finished"],
      ["folds", "crossval", "begun"],
      ["broken", "training", "broken"],
      ["b", "training", "begun"],
    ],
  );
  const [done, folds, broken] = runs;
  assert.deepEqual([done?.last?.step, done?.validated?.validation?.accuracy, done?.recipe?.size], [30, 0.5, 32]);
  assert.deepEqual(folds?.folds, { finished: 1, begun: 2 });
  assert.match(broken?.problem ?? "", /recipe\.json is no JSON/);
  assert.deepEqual(await listRuns(path.join(folder, "nowhere")), []);
});

test("a run is watched from what is there to its end, through a rewind", async (t) => {
  const folder = path.join(await someRuns(t), "b");
  const metrics = path.join(folder, "metrics.jsonl");
  await writeFile(metrics, [line(10), line(20)].map(formatMetrics).join(""));
  const steps = [
    async () => await appendFile(metrics, formatMetrics(line(30)) + '{"stage":"joint","epo'),
    async () => {},
    // It goes on from a checkpoint at step 15.
    async () => await writeFile(metrics, [line(10), line(25)].map(formatMetrics).join("")),
    async () => await writeFile(path.join(folder, "model.onnx"), ""),
  ];
  const news: RunNews[] = [];
  for await (const one of watchRun(folder, { pause: async () => await steps.shift()?.() })) news.push(one);
  assert.deepEqual(
    news.map(({ kept, lines, finished }) => [kept, lines.map(({ step }) => step), finished]),
    [[0, [10, 20], false], [2, [30], false], [1, [25], false], [2, [], true]],
  );
});

test("watching ends with the signal, also before a run has written anything", async (t) => {
  const folder = path.join(await fabricateFolder(t, {}), "run");
  await mkdir(folder, { recursive: true });
  await createRun(folder, smallRecipe, facts);
  const stop = new AbortController();
  const news: RunNews[] = [];
  for await (const one of watchRun(folder, { signal: stop.signal })) {
    news.push(one);
    stop.abort();
  }
  assert.deepEqual(news, [{ kept: 0, lines: [], finished: false }]);
});
