import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { readPytorch, readSafetensors } from "@fmpn/graph";
import type { Recipe } from "./recipe.js";
import type { StartWeights, TrainedSet } from "./start-weights.js";

/** Weights that come with this package, by name. */
const bundled = {
  "mobile-face-net": new URL("../../models/mobile-face-net/weights.safetensors", import.meta.url),
  "expressions-in-the-wild": new URL("../../models/expressions-in-the-wild/weights.safetensors", import.meta.url),
} as const;

export const bundledStarts: readonly string[] = Object.keys(bundled);

/**
 * Reads weights to go on from.
 *
 * @param place a bundled start's name, a run's folder (its `weights.safetensors`), or a checkpoint of another tool
 * @throws Error naming the file that cannot be read; CheckpointError where it is damaged
 */
export async function readStartWeights(place: string): Promise<StartWeights> {
  const file = isBundled(place) ? fileURLToPath(bundled[place]) : /\.(safetensors|pth|pt|bin|tar)$/i.test(place) ? place : path.join(place, "weights.safetensors");
  const bytes = await readFile(file).catch(() => {
    throw new Error(`${file} cannot be read; give a finished run's folder, a file of weights, or ${bundledStarts.join(", ")}`);
  });
  if (!file.endsWith(".safetensors")) return { name: file, tensors: readPytorch(new Uint8Array(bytes), file) };
  const { tensors, metadata } = readSafetensors(new Uint8Array(bytes), file);
  const { [KEYS.classes]: classes, [KEYS.trainedOn]: trainedOn } = metadata;
  return {
    name: file,
    tensors,
    ...(classes === undefined ? {} : { classes: JSON.parse(classes) as string[] }),
    ...(trainedOn === undefined ? {} : { trainedOn: JSON.parse(trainedOn) as TrainedSet[] }),
  };
}

/** Under which keys a run's weights tell what they are of. */
const KEYS = { classes: "fmpn.classes", preset: "fmpn.preset", trainedOn: "fmpn.trained-on" } as const;

/** What a run's `weights.safetensors` tells besides its tensors. */
export function weightsMetadata(recipe: Pick<Recipe, "classes" | "preset">, trainedOn: readonly TrainedSet[]): Record<string, string> {
  return { [KEYS.classes]: JSON.stringify(recipe.classes), [KEYS.preset]: recipe.preset, [KEYS.trainedOn]: JSON.stringify(trainedOn) };
}

/** What a recipe starts from; undefined where it draws its weights. */
export async function startOf({ start }: Pick<Recipe, "start">): Promise<StartWeights | undefined> {
  return start ? await readStartWeights(start) : undefined;
}

const isBundled = (place: string): place is keyof typeof bundled => Object.hasOwn(bundled, place);
