import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import type { State } from "@fmpn/graph";
import { jointStageGraph } from "#src/training/graphs.js";
import { type Recipe, recipes } from "#src/plans/recipe.js";
import type { RunFacts } from "#src/runs/run-format.js";
import { createRun, openRun, type RunFolder } from "#src/runs/run-folder.js";
import { startState } from "#src/training/start-weights.js";
import { syntheticTrainingFaces } from "#src/training/synthetic-training-faces.js";
import { train } from "#src/training/train.js";
import type { TrainingProgress } from "#src/training/training-progress.js";
import { long } from "../../../../test-support/long.ts";
import { smallRecipe } from "./small-recipe.js";

const facts: Omit<RunFacts, "format"> = { version: "test", node: process.version, startedAt: "", data: [{ name: "synthetic", hash: "1", images: 28 }] };
const facesFor = (recipe: Recipe, count = 28) => syntheticTrainingFaces(1, 0, count, recipe.size, recipe.classes);

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-train-"));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function assertSame(a: State, b: State): void {
  assert.deepEqual([...a.keys()], [...b.keys()]);
  for (const [name, values] of a) assert.deepEqual(values, b.get(name), name);
}

test("both stages learn from synthetic faces", async (context) => {
  const recipe: Recipe = { ...recipes.synthetic, batch: 14, maskStage: { ...recipes.synthetic.maskStage, epochs: 3 }, jointStage: { ...recipes.synthetic.jointStage, epochs: 8 } };
  const steps: TrainingProgress[] = [];
  const state = await train(facesFor(recipe), recipe, { threads: 1, onProgress: (progress) => steps.push(progress) });
  const losses = (stage: string): number[] => steps.filter((progress) => progress.stage === stage).map(({ loss }) => loss);
  const [mask, joint] = [losses("mask"), losses("joint")];
  assert.equal(mask.length, 6);
  assert.equal(joint.length, 16);
  const end = joint.slice(-4).reduce((total, loss) => total + loss / 4, 0);
  context.diagnostic(`mask loss ${mask[0]?.toFixed(3)} → ${mask.at(-1)?.toFixed(3)}, joint loss ${joint[0]?.toFixed(3)} → ${end.toFixed(3)}`);
  assert.ok(end < 0.85 * (joint[0] ?? 0), `the joint loss falls: ${joint.join(", ")}`);
  assert.ok([...state.keys()].every((name) => /^(fmg|pfn|cls)\./.test(name)), "weights and buffers only");
});

test("a run that is stopped in either stage and resumed ends bit for bit where an unbroken one does", async () => {
  await inFolder(async (folder) => {
    const faces = facesFor(smallRecipe);
    const options = { threads: 1 };
    const unbroken = await train(faces, smallRecipe, { ...options, run: await createRun(path.join(folder, "a"), smallRecipe, facts) });
    const resumed = async (): Promise<{ run: RunFolder; recipe: Recipe }> => {
      const again = await openRun(path.join(folder, "b"));
      assert.deepEqual(again.recipe, smallRecipe);
      return again;
    };
    await createRun(path.join(folder, "b"), smallRecipe, facts);
    for (const stage of ["mask", "joint"] as const) {
      const stop = new AbortController();
      const { run } = await resumed();
      const stopped = train(faces, smallRecipe, {
        ...options,
        run,
        signal: stop.signal,
        onProgress: (progress) => progress.stage === stage && progress.done === 5 && stop.abort(new Error("stopped")),
      });
      await assert.rejects(stopped, /stopped/);
    }
    const { run, recipe } = await resumed();
    assertSame(await train(faces, recipe, { ...options, run }), unbroken);

    // The metrics tell the same, but for the time that steps took.
    const lines = async (name: string): Promise<unknown[]> =>
      (await readFile(path.join(folder, name, "metrics.jsonl"), "utf8")).trim().split("\n").map((line) => ({ ...(JSON.parse(line) as object), imagesPerSecond: 0, waiting: 0 }));
    assert.ok((await lines("a")).every((line) => Number.isFinite((line as { loss: number }).loss)), "figures are kept though nobody watches");
    // A line is of the steps since the one before, which the stop cut in two.
    const steps = async (name: string): Promise<unknown[]> => (await lines(name)).map((line) => line as { stage: string; step: number }).map(({ stage: of, step }) => `${of} ${step}`);
    assert.deepEqual(await steps("b"), await steps("a"));
    const kept = await lines("b");
    await train(faces, recipe, { ...options, run });
    assert.deepEqual(await lines("b"), kept, "going on with what is finished forgets nothing");
  });
});

for (const prior of ["none", "masked", "pixels", "features"] as const) {
  test(`the ablation "${prior}" trains`, { skip: (prior === "none" || prior === "pixels") && long }, async () => {
    const joint: number[] = [];
    const recipe: Recipe = { ...smallRecipe, prior, maskStage: { ...smallRecipe.maskStage, epochs: 0 }, jointStage: { ...smallRecipe.jointStage, epochs: 3 } };
    const state = await train(facesFor(recipe), recipe, { threads: 1, onProgress: ({ stage, loss }) => stage === "joint" && joint.push(loss) });
    assert.equal(joint.length, 12);
    assert.ok(Math.min(...joint.slice(-4)) < (joint[0] ?? 0));
    assert.equal(state.has("pfn.process_a.0.weight"), prior !== "masked");
    assert.equal(state.has("pfn.process_b.0.weight"), prior === "masked" || prior === "pixels");
  });
}

test("with lambdaErase the first stage trains the mask generator alone, on what a trained classifier rests on", async () => {
  const recipe: Recipe = { ...smallRecipe, maskStage: { ...smallRecipe.maskStage, epochs: 4 }, jointStage: { ...smallRecipe.jointStage, epochs: 0 }, lambdaErase: 1, lambdaMask: 0, averageDecay: 0 };
  const faces = facesFor(recipe);
  const { network } = jointStageGraph(recipe);
  const before = startState(network, recipe.seed, recipe.classes);
  const losses: number[] = [];
  const after = await train(faces, recipe, { threads: 1, onProgress: ({ loss }) => losses.push(loss) });
  const changed = [...before].filter(([name, values]) => values.some((value, at) => value !== after.get(name)?.[at])).map(([name]) => name);
  assert.ok(changed.length > 0 && changed.every((name) => name.startsWith("fmg.")), changed.join(", "));
  assert.ok((losses.at(-1) ?? 1) < (losses[0] ?? 0), `what is erased hurts more, what is kept suffices better: ${losses.join(", ")}`);
});

test("at rate 0 the second stage leaves the mask generator's weights alone", async () => {
  const recipe: Recipe = { ...smallRecipe, maskStage: { ...smallRecipe.maskStage, epochs: 0 }, maskGeneratorRate: 0, averageDecay: 0 };
  const drawn = startState(jointStageGraph(recipe).network, recipe.seed, recipe.classes);
  const state = await train(facesFor(recipe), recipe, { threads: 1 });
  const unchanged = [...state].filter(([name, values]) => values.every((value, at) => value === drawn.get(name)?.[at])).map(([name]) => name);
  assert.ok(unchanged.includes("fmg.feature_extractor.0.weight") && unchanged.includes("fmg.res_top.0.weight"), unchanged.join(", "));
  assert.ok(!unchanged.some((name) => /^(pfn|cls)\..*weight$/.test(name)), unchanged.join(", "));
});

for (const prior of ["fmpn", "masked", "none"] as const) {
  test(`the compact network learns from its start, prior "${prior}"`, { skip: prior === "masked" && long }, async () => {
    const recipe: Recipe = { ...recipes.compact, size: 32, batch: 7, prior, averageDecay: 0.9, maskStage: { ...recipes.compact.maskStage, epochs: 0 }, jointStage: { ...recipes.compact.jointStage, epochs: 4 }, augmentation: recipes.paper.augmentation };
    const losses: number[] = [];
    const state = await train(facesFor(recipe), recipe, { threads: 1, onProgress: ({ stage, loss }) => stage === "joint" && losses.push(loss) });
    assert.equal(losses.length, 16);
    assert.ok(Math.min(...losses.slice(-4)) < (losses[0] ?? 0), losses.join(", "));
    const strength = state.get("cls.attention.strength");
    assert.equal(strength?.some((value) => value !== 0) ?? false, prior === "fmpn");
  });
}

test("a run that is killed loses no checkpoint and goes on", async () => {
  await inFolder(async (folder) => {
    const out = path.join(folder, "run");
    const cli = path.resolve(import.meta.dirname, "../../../cli/bin/fmpn.js");
    const recipe = ["--recipe", "synthetic", "--set", "size=32", "--set", "batch=7", "--set", "maskStage.epochs=1", "--set", "jointStage.epochs=40"];
    const child = spawn(process.execPath, [cli, "train", "--synthetic", "105", ...recipe, "--threads", "1", "--out", out], { stdio: "ignore" });
    const file = path.join(out, "checkpoint-joint.safetensors");
    for (let waited = 0; waited < 60_000 && (await stat(file).catch(() => undefined)) === undefined; waited += 20) await setTimeout(20);
    child.kill("SIGKILL");
    await once(child, "exit");
    const before = await readFile(path.join(out, "metrics.jsonl"), "utf8");
    const again = await openRun(out);
    const steps: number[] = [];
    const short: Recipe = { ...again.recipe, jointStage: { ...again.recipe.jointStage } };
    const stop = new AbortController();
    const resumed = train(facesFor(short, 105), short, {
      threads: 1,
      run: again.run,
      signal: stop.signal,
      onProgress: ({ stage, done: step }) => {
        assert.equal(stage, "joint", "the finished stage is not taken again");
        if (steps.push(step) === 3) stop.abort(new Error("seen enough"));
      },
    });
    await assert.rejects(resumed, /seen enough/);
    assert.ok((steps[0] ?? 0) > 15 && ((steps[0] ?? 0) - 1) % 15 === 0, `goes on after an epoch of 15 steps, at ${steps[0]}`);
    assert.ok(before.startsWith((await readFile(path.join(out, "metrics.jsonl"), "utf8")).split("\n")[0] ?? "?"), "what was recorded stays");
  });
});

test("a batch larger than the data and a wish that no face can meet are named, with the setting that helps", async () => {
  await assert.rejects(train(facesFor(smallRecipe, 5), smallRecipe), /5 faces do not fill one batch of 7; --set batch=4 takes smaller ones/);
  await assert.rejects(train(facesFor(smallRecipe), { ...smallRecipe, augmentation: { ...smallRecipe.augmentation, weaken: 0.5 } }), /augmentation\.weaken wants the same person's neutral face, and no face to train on has one/);
});
