import path from "node:path";
import { openPart, openParts } from "../datasets/data-part.js";
import type { DataSet } from "../datasets/data-set.js";
import { checkFolder } from "../files/check-place.js";
import { describeRun } from "../runs/describe-run.js";
import { RUN_FILES } from "../runs/run-format.js";
import { createRun, openRun, refuseUsedFolder, requireSameFaces, requireSameRecipe, type RunFolder } from "../runs/run-folder.js";
import type { Progress, WorkOptions } from "../work.js";
import { checkCount, checkFaces } from "./check-faces.js";
import { drawSyntheticFaces } from "./draw-synthetic-faces.js";
import { chooseEngine, type Engine } from "./engine.js";
import { type GatheredFaces, gatherFaces } from "./gather-faces.js";
import { leftOutReasons, skippedLines } from "./left-out-reasons.js";
import { openTeachers } from "./open-teachers.js";
import { startOf } from "./read-start-weights.js";
import { type Recipe, settingsOf } from "../plans/recipe.js";
import { changeRecipe, resolveRecipe } from "../plans/resolve-recipe.js";
import { lastingPlan, resumedPlan } from "./resumed-plan.js";
import { weighMasks } from "./relevance.js";
import { openStartClassifier } from "./start-classifier.js";
import { checkStart } from "./start-weights.js";
import { teach } from "./teach.js";
import { trainRun, type TrainRunOptions } from "./train-run.js";
import { checkTrainingPlan, type TrainingPlan } from "../plans/training-plan.js";
import type { TrainingFaces } from "./training-faces.js";
import type { TrainingProgress } from "./training-progress.js";

/** Who carries out a plan is told how it goes, and may stop it. */
export interface StartTrainingOptions extends Pick<WorkOptions, "cache" | "signal"> {
  /** Of the preparation first, then of each step of both stages. */
  readonly onProgress?: ((progress: Progress | TrainingProgress) => void) | undefined;
  readonly onValidation?: TrainRunOptions["onValidation"] | undefined;
  /** What is to be known on the way, a line each: what it computes on, which faces are left out. */
  readonly onNote?: ((line: string) => void) | undefined;
}

/** The series of synthetic faces that is trained on. */
const SYNTHETIC_SEED = 1;

/**
 * Carries out a plan: begins a run in its folder, or goes on with the one in it, to its end. What is wrong with the plan is
 * found before the long work, and leaves nothing that refuses the next call.
 *
 * @returns the model's file
 * @throws Error naming the part of the plan that is wrong; the signal's reason, after a checkpoint
 */
export async function startTraining(plan: TrainingPlan, options: StartTrainingOptions = {}): Promise<string> {
  const engine = await chooseEngine();
  const { run, faces, recipe, threads, workers } = await prepare(plan, engine, options);
  const { signal, onProgress, onValidation } = options;
  await trainRun(run, faces, recipe, { provider: engine.provider, threads, workers, signal, onProgress, onValidation });
  return path.join(plan.out, RUN_FILES.model);
}

interface Prepared {
  readonly run: RunFolder;
  readonly faces: GatheredFaces;
  readonly recipe: Recipe;
  readonly threads: number;
  readonly workers: number;
}

async function prepare(asked: TrainingPlan, engine: Engine, { cache, signal, onProgress, onNote }: StartTrainingOptions): Promise<Prepared> {
  const begun = asked.resume === true ? await openRun(asked.out) : undefined;
  const plan = checkTrainingPlan(begun ? resumedPlan(begun.run.facts.plan, asked) : asked);
  const { out, holdOut, synthetic, threads = 2, workers = 1 } = plan;
  await checkFolder(out, `--out ${out}`);
  if (!begun) await refuseUsedFolder(out);
  const recipe = begun && plan.recipe === undefined ? changeRecipe(begun.recipe, plan.settings ?? []) : await resolveRecipe(plan.recipe ?? "compact", plan.settings);
  if (begun) requireSameRecipe(begun, recipe);
  checkStart(recipe, await startOf(recipe));
  const data = await openParts(plan.data ?? []);
  const masks = plan.masks === undefined ? undefined : await openPart(plan.masks);
  const unlike = await openParts(plan.unlike ?? []);
  checkCount(synthetic ?? facesOf(data, recipe), recipe);
  const teachers = await openTeachers(plan);
  try {
    const drawn = synthetic === undefined ? [] : [{ name: "synthetic", hash: `seed-${SYNTHETIC_SEED}`, images: synthetic }];
    const teacher = teachers.map(({ model }) => `${model.file} ${model.hash}`).join(" and ") || undefined;
    const facts = await describeRun({ data: [...data, ...drawn], masks, holdOut, unlike, teacher, engine: engine.provider, plan: lastingPlan(plan) });
    if (begun) requireSameFaces(begun, facts);
    onNote?.(engine.reason);

    const work = { workers, cache, signal, onProgress };
    const leftOut = leftOutReasons();
    const gathered =
      synthetic === undefined
        ? await gatherFaces({ data, masks, holdOut, unlike }, recipe, { ...work, onLeftOut: leftOut.add })
        : // Before training, the threads that will compute draw.
          await drawFaces(synthetic, recipe, { ...work, workers: workers === 0 ? 0 : Math.max(workers, threads) });
    const taught = teachers.length === 0 ? gathered.training : await teach(gathered.training, teachers, recipe, work);
    const faces = { ...gathered, training: recipe.relevance > 0 ? await weighedByStart(taught, recipe, { ...work, threads }) : taught };
    for (const line of [...skippedLines(data), ...leftOut.lines()]) onNote?.(line);
    onNote?.(`${faces.training.count.toLocaleString("en")} faces to train on` + counted(faces.heldOut?.count, "held out") + counted(faces.leftOut, "left out as look-alikes"));
    checkFaces(faces.training, recipe);
    return { run: begun?.run ?? (await createRun(out, recipe, facts)), faces, recipe, threads, workers };
  } finally {
    for (const teacher of teachers) await teacher.close();
  }
}

/** The faces with masks weighed by what the answers of the network that is started from rest on. */
async function weighedByStart(faces: TrainingFaces, recipe: Recipe, { threads, ...work }: WorkOptions & { readonly threads: number }): Promise<TrainingFaces> {
  const classifier = await openStartClassifier(recipe, { threads });
  try {
    return await weighMasks(faces, classifier, recipe, work);
  } finally {
    await classifier.close();
  }
}

/** How many faces there are to train on at most. */
function facesOf(data: readonly DataSet[], { classes }: Recipe): number {
  return data.reduce((sum, { samples }) => sum + samples.filter(({ label }) => classes.includes(label)).length, 0);
}

/** New people in each face, so that those held out are strangers. */
async function drawFaces(count: number, recipe: Recipe, work: Omit<WorkOptions, "cache">): Promise<GatheredFaces> {
  const { size } = settingsOf(recipe);
  const draw = async (first: number, faces: number) => await drawSyntheticFaces({ seed: SYNTHETIC_SEED, first, count: faces, size, classes: recipe.classes, margin: recipe.margin }, work);
  return { training: await draw(0, count), heldOut: await draw(count, Math.ceil(count / 7)), leftOut: 0 };
}

function counted(count: number | undefined, what: string): string {
  return count ? `, ${count.toLocaleString("en")} ${what}` : "";
}
