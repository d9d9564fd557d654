import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { decodeImage, type Picture, resize, toGray, warp } from "fmpn/pictures";
import { maskCorrelation } from "fmpn/prior";
import { EXPRESSIONS, type Expression } from "../datasets/expression-labels.js";
import type { FoldMasks } from "./motion-prior.js";

/** The authors' class numbers: without the neutral class; sets without contempt count on without it. */
const NUMBERED: readonly Expression[] = ["anger", "contempt", "disgust", "fear", "happiness", "sadness", "surprise"];

/**
 * Reads masks from folders named by fold: `<fold>/<class>.png`, classes by name (as `fmpn prior` writes them) or by the
 * authors' numbers (0 to 6 with contempt, 0 to 5 without).
 *
 * @param margin of the crops that the masks are to fit
 * @throws Error where the folder's `prior.json` tells another margin
 */
export async function readMasks(folder: string, margin?: number): Promise<FoldMasks[]> {
  const made = await marginOf(folder);
  if (made !== undefined && margin !== undefined && made !== margin) {
    throw new Error(`${folder}: these masks are of crops with margin ${made}, and ${margin} is wanted; make them anew with fmpn prior … --margin ${margin}`);
  }
  const entries = await readdir(folder, { withFileTypes: true });
  const folds = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  folds.sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  if (folds.length === 0) throw new Error(`${folder} holds no fold folders with masks`);
  return await Promise.all(
    folds.map(async (fold) => {
      const numbers = existsSync(path.join(folder, fold, "6.png"))
        ? NUMBERED
        : NUMBERED.filter((label) => label !== "contempt");
      const masks = [];
      for (const label of EXPRESSIONS) {
        const named = [`${label}.png`, `${numbers.indexOf(label)}.png`].find((name) => existsSync(path.join(folder, fold, name)));
        if (!named) continue;
        masks.push({ label, count: 0, mask: toGray(await decodeImage(path.join(folder, fold, named))) });
      }
      return { fold, masks };
    }),
  );
}

/** The margin that `fmpn prior` noted beside its masks. */
async function marginOf(folder: string): Promise<number | undefined> {
  const text = await readFile(path.join(folder, "prior.json"), "utf8").catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as { readonly margin?: number }).margin;
}

/** How well masks agree with published ones of another crop. */
export interface MaskComparison {
  readonly labels: readonly Expression[];
  /** Mean over folds of the correlation of our mask of the row's class with theirs of the column's. */
  readonly table: readonly (readonly number[])[];
  /** Classes whose own published mask is the one that they correlate highest with. */
  readonly matched: readonly Expression[];
  /** The published masks in our crop, fold by fold. */
  readonly aligned: readonly FoldMasks[];
}

/**
 * Compares masks with published ones whose crop is not known exactly. The crop is searched for once (scale and place
 * of each axis), such that the mean over all classes and folds of theirs fits the mean of ours: no class can profit from
 * it at another one's cost.
 */
export function compareMasks(ours: readonly FoldMasks[], theirs: readonly FoldMasks[]): MaskComparison {
  const published = new Map(theirs.map((fold) => [fold.fold, fold]));
  const shared = ours.filter(({ fold }) => published.has(fold));
  if (shared.length === 0) throw new Error(`the folds ${ours.map(({ fold }) => fold).join(", ")} have no published masks`);
  const size = shared[0]?.masks[0]?.mask.width ?? 70;
  const theirMasks = (fold: string): FoldMasks["masks"] => published.get(fold)?.masks ?? [];
  const labels = EXPRESSIONS.filter(
    (label) => theirMasks(shared[0]?.fold ?? "").some((m) => m.label === label) && shared[0]?.masks.some((m) => m.label === label),
  );
  const goal = meanMask(shared.flatMap(({ masks }) => masks.filter(({ label }) => labels.includes(label)).map(({ mask }) => mask)));
  const given = meanMask(shared.flatMap(({ fold }) => theirMasks(fold).map(({ mask }) => resize(mask, size, size))));
  const toOurs = searchCrop(given, goal);
  const aligned = shared.map(({ fold }) => ({
    fold,
    masks: theirMasks(fold).map(({ label, count, mask }) => ({ label, count, mask: recrop(resize(mask, size, size), toOurs) })),
  }));

  const table = labels.map((row) =>
    labels.map((column) => {
      let sum = 0;
      shared.forEach(({ masks }, i) => {
        const own = masks.find(({ label }) => label === row)?.mask;
        const other = aligned[i]?.masks.find(({ label }) => label === column)?.mask;
        if (own && other) sum += inside(own, other);
      });
      return sum / shared.length;
    }),
  );
  const matched = labels.filter((_, row) => {
    const values = table[row] ?? [];
    return values.indexOf(Math.max(...values)) === row;
  });
  return { labels, table, matched, aligned };
}

interface Crop {
  readonly scaleX: number;
  readonly scaleY: number;
  readonly shiftX: number;
  readonly shiftY: number;
}

function recrop(mask: Picture, { scaleX, scaleY, shiftX, shiftY }: Crop): Picture {
  const half = mask.width / 2;
  const toOutput = { a: scaleX, b: 0, c: half - half * scaleX + shiftX, d: 0, e: scaleY, f: half - half * scaleY + shiftY };
  return warp(mask, toOutput, mask.width, mask.height);
}

/** Coordinate search from the identity, with steps that halve. */
function searchCrop(mask: Picture, goal: Picture): Crop {
  let best: Crop = { scaleX: 1, scaleY: 1, shiftX: 0, shiftY: 0 };
  let bestFit = inside(recrop(mask, best), goal);
  for (let step = 1; step > 0.06; step /= 2) {
    for (let improved = true; improved; ) {
      improved = false;
      for (const key of ["scaleX", "scaleY", "shiftX", "shiftY"] as const) {
        for (const sign of [-1, 1]) {
          const unit = key.startsWith("scale") ? 0.08 : 0.06 * mask.width;
          const next = { ...best, [key]: best[key] + sign * step * unit };
          if (next.scaleX < 0.6 || next.scaleX > 1.7 || next.scaleY < 0.6 || next.scaleY > 1.7) continue;
          const fit = inside(recrop(mask, next), goal);
          if (fit > bestFit + 1e-6) [best, bestFit, improved] = [next, fit, true];
        }
      }
    }
  }
  return best;
}

/** Correlation over the face's oval: hair and background beyond it differ by crop and say nothing of motion. */
function inside(a: Picture, b: Picture): number {
  const { width: size } = a;
  const [first, second]: [number[], number[]] = [[], []];
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const [u, v] = [(x + 0.5) / size - 0.5, (y + 0.5) / size - 0.5];
      if ((u / 0.46) ** 2 + (v / 0.52) ** 2 > 1) continue;
      first.push(a.data[y * size + x] ?? 0);
      second.push(b.data[y * size + x] ?? 0);
    }
  }
  return maskCorrelation(first, second);
}

function meanMask(masks: readonly Picture[]): Picture {
  const [first] = masks;
  if (!first) throw new Error("there are no masks to compare");
  const sum = new Float64Array(first.data.length);
  for (const { data } of masks) data.forEach((value, i) => (sum[i] = (sum[i] ?? 0) + value / masks.length));
  return { ...first, data: Uint8ClampedArray.from(sum) };
}
