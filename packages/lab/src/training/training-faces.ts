import type { Recipe } from "../plans/recipe.js";

/** Aligned faces in memory, ready to be augmented. Shared memory, so that threads can draw batches from it. */
export interface TrainingFaces {
  readonly count: number;
  /** Side of the stored square crops: the network's size and a border to shift in. */
  readonly side: number;
  /** count × side × side × 3, RGB interleaved. */
  readonly pixels: Uint8Array;
  /** Class of each face, an index into the recipe's classes. */
  readonly labels: Uint8Array;
  /** The masks that faces are taught, side × side each, 0 to 255. */
  readonly masks: readonly Uint8Array[];
  /** Which mask each face is taught: its class's, or one of its own. */
  readonly maskOf: Uint32Array;
  /** Which of these faces is the same person's neutral one, by face; −1 where none is. */
  readonly neutralOf?: Int32Array | undefined;
  /** count × classes: a distribution stated for each face (people's votes, a teacher's answer); a row of zeros states none. */
  readonly stated?: Float32Array | undefined;
  /** Where each face came from, e.g. `ckplus48/images/S005_001.png`; empty for faces that no file holds. */
  readonly names: readonly string[];
  /** The person on each face, where known. */
  readonly subjects: readonly (string | undefined)[];
}

/** Whether a face is taught its own motion: it has the same person's neutral one. */
export function hasOwnMotion({ neutralOf }: TrainingFaces, { motion }: Pick<Recipe, "motion">, index: number): boolean {
  return motion === "face" && (neutralOf?.[index] ?? -1) >= 0;
}

/** How much wider than the network's input crops are stored: the paper's 320 px for 299. */
export const borderFactor = 320 / 299;

/** Side of stored crops for a network of a size. */
export function storedSide(size: number): number {
  return Math.round(size * borderFactor);
}

/**
 * The margin of stored crops whose middle, of the network's size, has the margin that the recipe names. With margin m a crop
 * shows 1 + 2m sides of the tight crop; the stored one shows side/size times as much.
 */
export function storedMargin(size: number, margin: number): number {
  return ((1 + 2 * margin) * (storedSide(size) / size) - 1) / 2;
}

/** Bytes that threads share. */
export function sharedBytes(length: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(length));
}

/** Some of the faces, in the order asked for. */
export function chooseFaces(faces: TrainingFaces, indices: readonly number[]): TrainingFaces {
  const each = faces.side * faces.side * 3;
  const pixels = sharedBytes(indices.length * each);
  const classes = faces.stated === undefined ? 0 : faces.stated.length / faces.count;
  const stated = faces.stated === undefined ? undefined : new Float32Array(indices.length * classes);
  indices.forEach((from, to) => {
    pixels.set(faces.pixels.subarray(from * each, (from + 1) * each), to * each);
    stated?.set(faces.stated?.subarray(from * classes, (from + 1) * classes) ?? [], to * classes);
  });
  return {
    count: indices.length,
    side: faces.side,
    pixels,
    labels: Uint8Array.from(indices, (index) => faces.labels[index] ?? 0),
    masks: faces.masks,
    maskOf: Uint32Array.from(indices, (index) => faces.maskOf[index] ?? 0),
    neutralOf: chosenNeutrals(faces.neutralOf, indices),
    stated,
    names: indices.map((index) => faces.names[index] ?? ""),
    subjects: indices.map((index) => faces.subjects[index]),
  };
}

/** A face's neutral one where that is chosen, too: what was left out of the faces must not come back as somebody's neutral face. */
function chosenNeutrals(neutralOf: Int32Array | undefined, indices: readonly number[]): Int32Array | undefined {
  if (neutralOf === undefined) return undefined;
  const rows = new Map(indices.map((from, to) => [from, to]));
  return Int32Array.from(indices, (from) => rows.get(neutralOf[from] ?? -1) ?? -1);
}

/** Faces of several sets as one; all are of one size. */
export function joinFaces(parts: readonly TrainingFaces[]): TrainingFaces {
  const [first] = parts;
  if (first === undefined) throw new Error("There are no faces to join.");
  if (parts.length === 1) return first;
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const pixels = sharedBytes(count * first.side * first.side * 3);
  const statedParts = parts.map(({ stated }) => stated);
  const classes = Math.max(...parts.map(({ stated, count: faces }) => (stated === undefined ? 0 : stated.length / faces)));
  const stated = statedParts.some((part) => part !== undefined) ? new Float32Array(count * classes) : undefined;
  const maskOf = new Uint32Array(count);
  const neutralOf = parts.some((part) => part.neutralOf !== undefined) ? new Int32Array(count).fill(-1) : undefined;
  let [at, masks] = [0, 0];
  for (const part of parts) {
    pixels.set(part.pixels, at * first.side * first.side * 3);
    if (part.stated) stated?.set(part.stated, at * classes);
    maskOf.set(part.maskOf.map((mask) => mask + masks), at);
    masks += part.masks.length;
    for (const [face, neutral] of part.neutralOf?.entries() ?? []) if (neutral >= 0) neutralOf?.fill(neutral + at, at + face, at + face + 1);
    at += part.count;
  }
  return {
    count,
    side: first.side,
    pixels,
    labels: Uint8Array.from(parts.flatMap(({ labels }) => [...labels])),
    masks: parts.flatMap((part) => part.masks),
    maskOf,
    neutralOf,
    stated,
    names: parts.flatMap(({ names }) => names),
    subjects: parts.flatMap(({ subjects }) => subjects),
  };
}
