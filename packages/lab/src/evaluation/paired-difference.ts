import { answersAmong, classesOfTruth } from "./answers.js";
import { bootstrapMeans, type BootstrapOptions, type Interval, unitsOf } from "./bootstrap.js";
import type { Prediction, Predictions } from "./prediction.js";

/** How two models differ on the same faces. */
export interface PairedDifference {
  readonly images: number;
  /** Accuracy of the first minus accuracy of the second, in [−1, 1]. */
  readonly difference: number;
  /** 95 % interval of the difference. Where 0 is outside of it the models differ. */
  readonly interval: Interval;
  readonly over: "subjects" | "images";
  readonly units: number;
  /** Faces that only the first, or only the second, answered rightly. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
}

/**
 * Compares two models by what they said of the same faces: drawing faces for both at once keeps what is hard for both out of
 * the interval, which is much narrower than those of the two figures.
 *
 * @throws RangeError naming a face that only one of them has, or that they disagree on the label of
 */
export function pairedDifference(first: Predictions, second: Predictions, options: BootstrapOptions = {}): PairedDifference {
  const partner = new Map(keysOf(second.faces).map((key, index) => [key, index]));
  const partners = keysOf(first.faces).map((key, index) => {
    const found = partner.get(key);
    const { file, truth } = first.faces[index];
    if (found === undefined) throw new RangeError(`${file} is in the first predictions only; compare models on the same pictures`);
    const other = second.faces[found].truth;
    if (other !== truth) throw new RangeError(`${file} is ${truth} in the first predictions and ${other} in the second`);
    return found;
  });
  if (partners.length < second.faces.length) {
    const taken = new Set(partners);
    const left = second.faces.find((_, index) => !taken.has(index));
    throw new RangeError(`${left?.file} is in the second predictions only; compare models on the same pictures`);
  }

  const classes = classesOfTruth(first);
  const [ours, theirs] = [answersAmong(first, classes), answersAmong(second, classes)];
  const wins = partners.map((other, index) => {
    const right = ours.answer[index] === ours.truth[index] ? 1 : 0;
    return right - (theirs.answer[other] === theirs.truth[other] ? 1 : 0);
  });
  const units = unitsOf(first.faces);
  const [{ mean, interval } = { mean: 0, interval: { low: 0, high: 0 } }] = bootstrapMeans(units, wins.map((win) => [win]), options);
  return {
    images: wins.length,
    difference: mean,
    interval,
    over: units.of,
    units: units.members.length,
    onlyFirst: wins.filter((win) => win > 0).length,
    onlySecond: wins.filter((win) => win < 0).length,
  };
}

/** A file may occur several times, once for each face in it. */
function keysOf(faces: readonly Prediction[]): string[] {
  const seen = new Map<string, number>();
  return faces.map(({ file }) => {
    const earlier = seen.get(file) ?? 0;
    seen.set(file, earlier + 1);
    return `${earlier} ${file}`;
  });
}
