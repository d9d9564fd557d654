import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { isPytorch, readSafetensors, type StoredTensor } from "@fmpn/graph/checkpoints";
import { authorsFileNames, readWeights } from "fmpn/model";
import { systemReason } from "../files/picture-files.js";
import { distinctSets, meanOfStarts } from "./mean-of-starts.js";
import type { Recipe } from "../plans/recipe.js";
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
 * @param place one, or several with commas between them, of which the mean is taken: a bundled start's name, a run's folder (its `weights.safetensors`), or a checkpoint of another tool, told by its
 *   contents: safetensors or PyTorch's, under PyTorch's names, whole (`fmg.…`, `pfn.…`, `cls.…`), of a plain classifier as torchvision gives it, or one
 *   of the three files of the authors' code, which is read with the other two
 * @throws Error naming the file that cannot be read; CheckpointError where it is damaged
 */
export async function readStartWeights(place: string): Promise<StartWeights> {
  const places = place.split(",");
  return places.length === 1 ? await readOne(place) : meanOfStarts(await Promise.all(places.map(readOne)));
}

async function readOne(place: string): Promise<StartWeights> {
  const file = isBundled(place) ? fileURLToPath(bundled[place]) : await weightsFile(place);
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new Error(`${file} cannot be read (${systemReason(error)}); give a finished run's folder, a file of weights, or ${bundledStarts.join(", ")}`);
  });
  const tensors = (await readAuthorsFiles(file)) ?? underParts(readWeights(new Uint8Array(bytes), file));
  if (isPytorch(bytes)) return { name: file, tensors };
  const { [KEYS.classes]: classes, [KEYS.trainedOn]: trainedOn } = readSafetensors(new Uint8Array(bytes), file).metadata;
  return {
    name: file,
    tensors,
    ...(classes === undefined ? {} : { classes: JSON.parse(classes) as string[] }),
    ...(trainedOn === undefined ? {} : { trainedOn: JSON.parse(trainedOn) as TrainedSet[] }),
  };
}

/** A file, whatever its name, or that of a run's folder. */
async function weightsFile(place: string): Promise<string> {
  const found = await stat(place).catch(() => undefined);
  return found?.isDirectory() === true ? path.join(place, "weights.safetensors") : place;
}

/** The parts of a checkpoint of the authors' code, if the file is one of its three; those that are missing are left out. */
async function readAuthorsFiles(file: string): Promise<Map<string, StoredTensor> | undefined> {
  const epoch = /^(.+)_net_(resface|fusion|cls)\.pth$/.exec(path.basename(file))?.[1];
  if (epoch === undefined) return undefined;
  const { resface, fusion, cls } = authorsFileNames(epoch);
  const tensors = new Map<string, StoredTensor>();
  for (const [part, name] of [["fmg", resface], ["pfn", fusion], ["cls", cls]] as const) {
    const place = path.join(path.dirname(file), name);
    const bytes = await readFile(place).catch(() => undefined);
    if (bytes !== undefined) for (const [inPart, tensor] of readWeights(new Uint8Array(bytes), place)) tensors.set(`${part}.${inPart}`, tensor);
  }
  return tensors;
}

/** A plain classifier's tensors belong to the part `cls`. */
function underParts(tensors: ReadonlyMap<string, StoredTensor>): ReadonlyMap<string, StoredTensor> {
  const whole = [...tensors.keys()].some((name) => /^(fmg|pfn|cls)\./.test(name));
  return whole ? tensors : new Map([...tensors].map(([name, tensor]) => [`cls.${name}`, tensor]));
}

/** Under which keys a run's weights tell what they are of. */
const KEYS = { classes: "fmpn.classes", preset: "fmpn.preset", trainedOn: "fmpn.trained-on" } as const;

/** What a run's `weights.safetensors` tells besides its tensors. */
export function weightsMetadata(recipe: Pick<Recipe, "classes" | "preset">, trainedOn: readonly TrainedSet[]): Record<string, string> {
  return { [KEYS.classes]: JSON.stringify(recipe.classes), [KEYS.preset]: recipe.preset, [KEYS.trainedOn]: JSON.stringify(trainedOn) };
}

/** What a recipe starts from; undefined where it draws its weights. */
export async function startOf({ start, maskStart }: Pick<Recipe, "start"> & Partial<Pick<Recipe, "maskStart">>): Promise<StartWeights | undefined> {
  const whole = start ? await readStartWeights(start) : undefined;
  if (!maskStart) return whole;
  const other = await readStartWeights(maskStart);
  const isGenerator = (name: string): boolean => name.startsWith("fmg.");
  const generator = [...other.tensors].filter(([name]) => isGenerator(name));
  if (generator.length === 0) throw new Error(`maskStart: ${other.name} has no mask generator (no tensors fmg.…)`);
  const rest = [...(whole?.tensors ?? [])].filter(([name]) => !isGenerator(name));
  const trainedOn = [...(whole?.trainedOn ?? []), ...(other.trainedOn ?? [])];
  return { name: [whole?.name, other.name].filter(Boolean).join(" and "), tensors: new Map([...rest, ...generator]), classes: whole?.classes, trainedOn: distinctSets(trainedOn) };
}

const isBundled = (place: string): place is keyof typeof bundled => Object.hasOwn(bundled, place);
