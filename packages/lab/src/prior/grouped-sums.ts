import { createPixelSum, type PixelSum, totalOf } from "fmpn/prior";
import type { Expression } from "../datasets/expression-labels.js";
import type { Fold } from "../folds/fold.js";

/**
 * Sums of pixels by class, kept apart by the folds that a sample is trained in: each picture is added once, and the
 * sum of any fold's training samples is had from a few of the parts.
 */
export interface GroupedSums {
  /** The sum that takes a picture made of these samples: of the folds in which all of them are trained on. */
  sumFor(label: Expression, indices: readonly number[]): PixelSum;
  /** Everything of a class that a fold trains on. */
  trained(fold: number, label: Expression): PixelSum;
}

export function groupSums(folds: readonly Fold[], samples: number, pixels: number): GroupedSums {
  const trainedIn = Array.from({ length: samples }, () => new Set<number>());
  folds.forEach(({ train }, fold) => {
    for (const index of train) trainedIn[index]?.add(fold);
  });
  const groups = new Map<string, { readonly folds: ReadonlySet<number>; readonly label: Expression; readonly sum: PixelSum }>();
  return {
    sumFor: (label, indices) => {
      const [first = new Set<number>(), ...others] = indices.map((index) => trainedIn[index] ?? new Set<number>());
      const common = new Set([...first].filter((fold) => others.every((set) => set.has(fold))));
      const key = `${label} ${[...common].join(" ")}`;
      const group = groups.get(key) ?? { folds: common, label, sum: createPixelSum(pixels) };
      groups.set(key, group);
      return group.sum;
    },
    trained: (fold, label) => {
      const parts = [...groups.values()].filter((group) => group.label === label && group.folds.has(fold));
      return totalOf(parts.map(({ sum }) => sum), pixels);
    },
  };
}
