import { classesOfTruth } from "./answers.js";
import { type Metrics, measure } from "./metrics.js";
import type { Predictions } from "./prediction.js";

/** Figures of one fold. */
export interface FoldMetrics {
  readonly fold: string;
  readonly metrics: Metrics;
}

/** What cross-validation gives. The pooled figures are `measure` of all predictions. */
export interface FoldFigures {
  readonly folds: readonly FoldMetrics[];
  /** Means over folds, each fold counted once however many faces it has, as papers report them. */
  readonly mean: { readonly accuracy: number; readonly balancedAccuracy: number; readonly macroF1: number };
  /** Standard deviation of the accuracy between folds (n − 1). */
  readonly deviation: number;
}

/**
 * Figures fold by fold and their unweighted means; undefined where no face names a fold. Answers are restricted to the
 * classes of the whole set, not to those that happen to be in a fold.
 */
export function foldFigures(predictions: Predictions, classes: readonly string[] = classesOfTruth(predictions)): FoldFigures | undefined {
  const names = [...new Set(predictions.faces.flatMap(({ fold }) => fold ?? []))].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  if (names.length === 0) return undefined;
  const folds = names.map((fold) => ({
    fold,
    metrics: measure({ ...predictions, faces: predictions.faces.filter((face) => face.fold === fold) }, classes),
  }));
  const mean = (figure: (metrics: Metrics) => number): number => folds.reduce((sum, { metrics }) => sum + figure(metrics), 0) / folds.length;
  const accuracy = mean((metrics) => metrics.accuracy);
  const variance = folds.reduce((sum, { metrics }) => sum + (metrics.accuracy - accuracy) ** 2, 0) / Math.max(1, folds.length - 1);
  return {
    folds,
    mean: { accuracy, balancedAccuracy: mean((metrics) => metrics.balancedAccuracy), macroF1: mean((metrics) => metrics.macroF1) },
    deviation: Math.sqrt(variance),
  };
}
