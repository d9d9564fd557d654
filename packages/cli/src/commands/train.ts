import path from "node:path";
import {
  bundledStarts,
  createRun,
  drawSyntheticFaces,
  type FaceClassifier,
  type FacePlan,
  type GatheredFaces,
  gatherFaces,
  openForeign,
  openModelClassifier,
  openPart,
  openParts,
  partSyntax,
  type Recipe,
  reopenRun,
  resolveRecipe,
  settingsOf,
  teach,
  trainRun,
} from "@fmpn/lab";
import { Command } from "commander";
import { ModelFileError } from "fmpn";
import { countedReasons } from "../terminal/counted-reasons.js";
import { collect, numberBetween, wholeNumber } from "../terminal/option-values.js";
import { recipeSyntax, withStart } from "../terminal/recipe-syntax.js";
import { progressBar } from "../terminal/progress-bar.js";
import { runFacts } from "../terminal/run-facts.js";
import { stopBetweenSteps } from "../terminal/stop-between-steps.js";
import { trainingReporter } from "../terminal/training-reporter.js";

interface TrainOptions {
  readonly out: string;
  readonly recipe: string;
  readonly set?: string[];
  readonly from?: string;
  readonly masks?: string;
  readonly holdOut?: number;
  readonly unlike?: string[];
  readonly synthetic?: number;
  readonly teacher?: string[];
  readonly preprocessing?: string[];
  readonly externalData?: boolean;
  readonly resume?: boolean;
  readonly threads: number;
  readonly workers: number;
}

/** `fmpn train`: both stages, into a run's folder. */
export function trainCommand(): Command {
  return new Command("train")
    .description("train a network: first the mask generator, then all of it")
    .argument("[data...]", `data sets, each ${partSyntax}`)
    .requiredOption("--out <folder>", "the run's folder: recipe, metrics, checkpoints, masks, model.onnx")
    .option("--recipe <name|file>", recipeSyntax, "compact")
    .option("--set <setting=value>", "override one of the recipe's settings, e.g. jointStage.epochs=10; may be repeated", collect)
    .option("--from <run|weights>", `start from a finished run, from .safetensors or .pth weights, or from ${bundledStarts.join(" or ")} (what compact and finetune start from by themselves)`)
    .option("--masks <data>", "the set whose neutral and expressive faces the motion masks are made of; by default the first")
    .option("--hold-out <share>", "hold out this share of every set, by subject where known, and validate on it", numberBetween(0.001, 0.9))
    .option("--unlike <data>", "leave out of training what looks like a picture of this set; may be repeated", collect)
    .option("--synthetic <n>", "train on this many synthetic faces instead of data, and validate on a seventh as many", wholeNumber(8))
    .option("--teacher <model>", "mix this model's answers into the labels, as much as the recipe's distillation says; may be repeated: the mean of several", collect)
    .option("--preprocessing <file>", "JSON that states how a teacher of another project wants its faces (docs/evaluation.md); one for each such teacher, in their order", collect)
    .option("--external-data", "also read weights that lie in files beside a teacher of another project")
    .option("--resume", "go on with the run in the folder, from its last checkpoint, bit for bit; with the data and options it was begun with")
    .option("--threads <n>", "threads that compute", wholeNumber(1, 256), 2)
    .option("--workers <n>", "threads that draw batches and cut faces; 0: the main one", wholeNumber(0, 64), 1)
    .action(async (data: string[], options: TrainOptions, command: Command) => {
      checkOptions(command, data, options);
      const sets = await openParts(data);
      const masks = options.masks === undefined ? undefined : await openPart(options.masks);
      const unlike = await Promise.all((options.unlike ?? []).map(openPart));
      const synthetic = options.synthetic === undefined ? undefined : { name: "synthetic", hash: `seed-${SYNTHETIC_SEED}`, images: options.synthetic };
      const teachers = await openTeachers(options);
      const { holdOut } = options;
      const facts = await runFacts(sets, { from: options.from, teacher: teachers.map(({ model }) => `${model.file} ${model.hash}`).join(" and ") || undefined, synthetic, masks, holdOut, unlike });
      const asked = await resolveRecipe(options.recipe, withStart(options));
      // What --resume goes on with may be left unsaid.
      const unsaid = command.getOptionValueSource("recipe") === "default" && options.set === undefined && options.from === undefined;
      const begun = options.resume === true ? await reopenRun(options.out, facts, unsaid ? undefined : asked) : undefined;
      const recipe = begun?.recipe ?? asked;
      const reporter = trainingReporter(process.stderr);
      const leftOut = countedReasons();
      const plan: FacePlan = { data: sets, masks, holdOut, unlike };
      const gathered = options.synthetic === undefined ? await gatherFaces(plan, recipe, { workers: options.workers, onProgress: progressBar(), onLeftOut: leftOut.add }) : await syntheticFaces(options.synthetic, recipe, drawingThreads(options));
      const faces = teachers.length === 0 ? gathered : { ...gathered, training: await teach(gathered.training, teachers, recipe, { onProgress: progressBar() }) };
      for (const teacher of teachers) await teacher.release();
      const run = begun?.run ?? (await createRun(options.out, recipe, facts));

      for (const line of leftOut.lines()) reporter.note(line);
      reporter.note(`${faces.training.count.toLocaleString("en")} faces to train on` + counted(faces.heldOut?.count, "held out") + counted(faces.leftOut, "left out as look-alikes"));
      await trainRun(run, faces, recipe, {
        threads: options.threads,
        workers: options.workers,
        signal: stopBetweenSteps(reporter, "--resume goes on"),
        onProgress: reporter.progress,
        onValidation: reporter.validation,
      });
      reporter.note(`written: ${path.join(options.out, "model.onnx")}`);
    });
}

/** Models of this project, and others for each of which a statement of its pre-processing is given. */
async function openTeachers({ teacher = [], preprocessing = [], externalData, threads }: TrainOptions): Promise<FaceClassifier[]> {
  const statements = [...preprocessing];
  const teachers: FaceClassifier[] = [];
  for (const model of teacher) {
    const own = await openModelClassifier(model, { threads }).catch((error: unknown) => {
      if (!(error instanceof ModelFileError) || statements.length === 0) throw error;
    });
    teachers.push(own ?? (await openForeign(model, statements.shift() ?? "", { externalData, threads })));
  }
  if (statements.length > 0) throw new Error(`--preprocessing ${statements.join(", ")}: there is no --teacher of another project that it could be of`);
  return teachers;
}

/** Drawn faces stand in the place of all that is said of others. */
function checkOptions(command: Command, data: readonly string[], { synthetic, masks, holdOut, unlike }: TrainOptions): void {
  if (synthetic !== undefined && (data.length > 0 || masks !== undefined || holdOut !== undefined || unlike !== undefined)) {
    command.error("error: --synthetic trains on drawn faces alone, with masks of their own and others to validate on: leave data sets, --masks, --hold-out and --unlike away");
  }
}

const SYNTHETIC_SEED = 1;

/** Before training, the threads that will compute draw. */
function drawingThreads({ workers, threads }: TrainOptions): number {
  return workers === 0 ? 0 : Math.max(workers, threads);
}

/** New people in each face, so that those held out are strangers. */
async function syntheticFaces(count: number, recipe: Recipe, workers: number): Promise<GatheredFaces> {
  const { size } = settingsOf(recipe);
  const draw = async (first: number, faces: number) =>
    await drawSyntheticFaces({ seed: SYNTHETIC_SEED, first, count: faces, size, classes: recipe.classes, margin: recipe.margin }, { workers, onProgress: progressBar() });
  return { training: await draw(0, count), heldOut: await draw(count, Math.ceil(count / 7)), leftOut: 0 };
}

function counted(count: number | undefined, what: string): string {
  return count ? `, ${count.toLocaleString("en")} ${what}` : "";
}
