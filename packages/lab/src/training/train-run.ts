import path from "node:path";
import { readFile } from "node:fs/promises";
import type { State } from "@fmpn/graph";
import { toState } from "@fmpn/graph/checkpoints";
import type { WeightStorage } from "@fmpn/graph/onnx";
import { drawContactSheet } from "fmpn/drawing";
import { writeModel, writeNetworkWeights } from "fmpn/model";
import { faceNetwork } from "fmpn/networks";
import { createPicture, encodePng, type Picture } from "fmpn/pictures";
import { writeWhole } from "../files/write-whole.js";
import type { GatheredFaces } from "./gather-faces.js";
import { formatPredictions } from "../evaluation/predictions-csv.js";
import { measure } from "../evaluation/metrics.js";
import { predictFaces, type PredictOptions } from "./predict-faces.js";
import { readStartWeights, startOf, weightsMetadata } from "./read-start-weights.js";
import { type Recipe, settingsOf } from "../plans/recipe.js";
import { type MetricsLine, parseRecipe, RUN_FILES } from "../runs/run-format.js";
import type { RunFolder } from "../runs/run-folder.js";
import { train, type TrainOptions } from "./train.js";
import { chooseFaces, type TrainingFaces } from "./training-faces.js";

export interface TrainRunOptions extends Omit<TrainOptions, "run" | "onEpoch"> {
  /** Called after each epoch's validation. */
  readonly onValidation?: ((epoch: number, figures: NonNullable<MetricsLine["validation"]>) => void) | undefined;
}

/** Trains into a run's folder: checkpoints, metrics, mask pictures on the way; `model.onnx`,
 * `weights.safetensors` and, of held-out faces, `predictions.csv` at the end. */
export async function trainRun(run: RunFolder, { training, heldOut }: GatheredFaces, recipe: Recipe, options: TrainRunOptions): Promise<Uint8Array> {
  const { onValidation, ...others } = options;
  const shown = chooseFaces(heldOut ?? training, oneOfEach(heldOut ?? training, recipe));
  const weights = await train(training, recipe, {
    ...others,
    run,
    async onEpoch(stage, epoch, state) {
      const file = path.join(run.folder, RUN_FILES.masks, `${stage}-${String(epoch).padStart(3, "0")}.png`);
      if (stage === "mask") return {};
      const model = modelOf(state, recipe, "", "float32");
      await writeWhole(file, await encodePng(await maskSheet(model, shown, recipe, options)));
      if (heldOut === undefined) return {};
      const { predictions } = await predictFaces(model, heldOut, recipe, options);
      const { accuracy, balancedAccuracy } = measure(predictions);
      const validation = { accuracy, balancedAccuracy };
      onValidation?.(epoch, validation);
      return { validation };
    },
  });
  const model = modelOf(weights, recipe, "", "float16");
  if (heldOut !== undefined) {
    const { predictions } = await predictFaces(model, heldOut, recipe, options);
    await writeWhole(path.join(run.folder, RUN_FILES.predictions), formatPredictions(predictions));
  }
  // The model at last: a folder that has one is finished.
  await writeRunResult(run, weights, recipe, model);
  return model;
}

/** The model file of trained weights. */
export function modelOf(state: State, recipe: Recipe, card: string, storage: WeightStorage, license?: string): Uint8Array {
  const { preset, classes, margin } = recipe;
  return writeModel({ settings: settingsOf(recipe), preset, classes, crop: { margin }, card, license, state, storage });
}

async function writeRunResult({ folder, facts }: RunFolder, weights: State, recipe: Recipe, model: Uint8Array): Promise<void> {
  const before = (await startOf(recipe))?.trainedOn ?? [];
  const { network } = faceNetwork(settingsOf(recipe), recipe.classes.length);
  const all = [...before, ...[...facts.data, ...(facts.masks ? [facts.masks] : [])].map(({ name, hash }) => ({ name, hash }))];
  const distinct = [...new Map(all.map((set) => [set.hash, set])).values()];
  await writeWhole(path.join(folder, RUN_FILES.weights), writeNetworkWeights(network, weights, weightsMetadata(recipe, distinct)));
  await writeWhole(path.join(folder, RUN_FILES.model), model);
}

/** The first face of each class, as far as there is one. */
function oneOfEach({ labels }: TrainingFaces, { classes }: Recipe): number[] {
  return classes.map((_, label) => labels.indexOf(label)).filter((index) => index >= 0);
}

/** What the generator sees in one face of each class, beside what it is taught. Faces themselves are not drawn: their owners' terms bind. */
async function maskSheet(model: Uint8Array, shown: TrainingFaces, recipe: Recipe, engine: PredictOptions): Promise<Picture> {
  const { size } = settingsOf(recipe);
  const { classes } = recipe;
  const { masks } = await predictFaces(model, shown, recipe, engine);
  const picture = (side: number, values: ArrayLike<number>, scale: number): Picture =>
    createPicture(side, side, 1, Uint8ClampedArray.from({ length: side * side }, (_, at) => (values[at] ?? 0) * scale));
  const labels = [...shown.labels].map((label) => classes[label] ?? "");
  const taught = labels.map((_, index) => picture(shown.side, shown.masks[shown.maskOf[index] ?? 0] ?? [], 1));
  const rows = [
    { name: "taught", pictures: taught },
    { name: "seen", pictures: masks.map((mask) => picture(size, mask, 255)) },
  ];
  return drawContactSheet({ title: "Motion masks", columns: labels, rows }, 96);
}

/** The recipe and the weights of a finished run. */
export async function readRunWeights(folder: string): Promise<{ recipe: Recipe; weights: State }> {
  const { tensors } = await readStartWeights(folder);
  const file = path.join(folder, RUN_FILES.recipe);
  const recipe = parseRecipe(await readFile(file, "utf8"), file);
  return { recipe, weights: toState(tensors) };
}
