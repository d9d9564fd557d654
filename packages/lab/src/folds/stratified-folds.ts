import type { Sample } from "../datasets/data-set.js";
import { EXPRESSIONS } from "../datasets/expression-labels.js";
import { unitHash } from "../datasets/unit-hash.js";
import { type Fold, foldsFromAssignment } from "./fold.js";
import { requireSubjects, sortedSubjects } from "./subjects.js";

/**
 * Person-independent folds whose class shares are as equal as whole subjects allow. Greedy: subjects with the most
 * uneven classes first (ties in an order drawn from the seed), each to the fold where the spread of class counts
 * over the folds grows least.
 *
 * @throws Error when a sample has no subject, or there are fewer subjects than folds.
 */
export function stratifiedSubjectFolds(samples: readonly Sample[], count: number, seed = 0): Fold[] {
  const subjects = requireSubjects(samples);
  const distinct = sortedSubjects(subjects);
  if (distinct.length < count) {
    throw new Error(`${count} person-independent folds need at least ${count} subjects; there are ${distinct.length}`);
  }
  const classCounts = new Map(distinct.map((subject) => [subject, new Float64Array(EXPRESSIONS.length)]));
  const totals = new Float64Array(EXPRESSIONS.length);
  samples.forEach((sample, i) => {
    const k = EXPRESSIONS.indexOf(sample.label);
    const counts = classCounts.get(subjects[i] ?? "");
    if (counts) counts[k] = (counts[k] ?? 0) + 1;
    totals[k] = (totals[k] ?? 0) + 1;
  });

  const order = [...classCounts]
    .map(([subject, counts]) => ({ subject, counts, spread: variance(counts), draw: unitHash(`${seed}:${subject}`) }))
    .sort((a, b) => b.spread - a.spread || a.draw - b.draw);
  const folds = Array.from({ length: count }, () => new Float64Array(EXPRESSIONS.length));
  const sizes = new Float64Array(count);
  const foldOf = new Map<string, number>();
  for (const { subject, counts } of order) {
    let best = 0;
    let bestCost = Infinity;
    for (let fold = 0; fold < count; fold++) {
      const cost = spreadWith(folds, totals, fold, counts) + (sizes[fold] ?? 0) * 1e-9;
      if (cost < bestCost) [best, bestCost] = [fold, cost];
    }
    foldOf.set(subject, best);
    counts.forEach((n, k) => {
      const row = folds[best];
      if (row) row[k] = (row[k] ?? 0) + n;
      sizes[best] = (sizes[best] ?? 0) + n;
    });
  }
  return foldsFromAssignment(
    subjects.map((subject) => foldOf.get(subject)),
    count,
  );
}

/** Mean over classes of the variance over folds of the class's share, were `added` put into one fold. */
function spreadWith(
  folds: readonly Float64Array[],
  totals: Float64Array,
  into: number,
  added: Float64Array,
): number {
  let sum = 0;
  totals.forEach((total, k) => {
    if (total === 0) return;
    sum += variance(folds.map((row, fold) => ((row[k] ?? 0) + (fold === into ? (added[k] ?? 0) : 0)) / total));
  });
  return sum;
}

function variance(values: readonly number[] | Float64Array): number {
  let sum = 0;
  let squares = 0;
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / values.length;
  return squares / values.length - mean * mean;
}
