import { createRandom } from "@fmpn/graph";

/** A 95 % interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface BootstrapOptions {
  /** How often the units are drawn anew, by default 2000. */
  readonly resamples?: number | undefined;
  /** By default 0. */
  readonly seed?: number | undefined;
}

/** What is drawn as one: the pictures of a person, because they are alike, or single pictures where people are not told apart. */
export interface Units {
  readonly of: "subjects" | "images";
  /** Indices of faces, unit by unit. */
  readonly members: readonly (readonly number[])[];
}

/** Groups faces by subject where all have one, else each stands for itself. */
export function unitsOf(faces: readonly { readonly subject?: string | undefined }[]): Units {
  const bySubject = new Map<string, number[]>();
  for (const [index, { subject }] of faces.entries()) {
    if (subject === undefined || subject === "") return { of: "images", members: faces.map((_, face) => [face]) };
    const members = bySubject.get(subject);
    if (members) members.push(index);
    else bySubject.set(subject, [index]);
  }
  return { of: "subjects", members: [...bySubject.values()] };
}

/**
 * Percentile bootstrap (Efron & Tibshirani 1993, chapter 13): the units are drawn with replacement, as many as there are, and
 * the figures computed anew; the interval holds the middle 95 % of what comes out. The same for the same seed everywhere.
 *
 * @param figures of the drawn units (indices into `members`); as many numbers each time
 * @returns an interval for each number
 */
export function bootstrap({ members }: Units, figures: (drawn: Uint32Array) => readonly number[], options: BootstrapOptions = {}): Interval[] {
  const { resamples = 2000, seed = 0 } = options;
  const drawn = new Uint32Array(members.length);
  const values: number[][] = [];
  for (let resample = 0; resample < resamples; resample += 1) {
    const random = createRandom(seed, "bootstrap", resample);
    for (let place = 0; place < drawn.length; place += 1) drawn[place] = random.integer(members.length);
    for (const [k, value] of figures(drawn).entries()) (values[k] ??= []).push(value);
  }
  return values.map((each) => {
    const sorted = Float64Array.from(each).sort();
    return { low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) };
  });
}

/** A mean over faces with its interval. */
export interface MeanFigure {
  readonly mean: number;
  readonly interval: Interval;
}

/**
 * Means of several values of each face, with intervals from the same drawings.
 *
 * @param values of face k at place k; as many for each
 */
export function bootstrapMeans(units: Units, values: readonly (readonly number[])[], options: BootstrapOptions = {}): MeanFigure[] {
  const count = values[0]?.length ?? 0;
  const sums = units.members.map((members) => Array.from({ length: count }, (_, k) => members.reduce((sum, face) => sum + values[face][k], 0)));
  const means = (drawn: Iterable<number>): number[] => {
    const totals = Array.from({ length: count }, () => 0);
    let faces = 0;
    for (const unit of drawn) {
      faces += units.members[unit].length;
      for (let k = 0; k < count; k += 1) totals[k] += sums[unit][k];
    }
    return totals.map((total) => total / faces);
  };
  const intervals = bootstrap(units, means, options);
  return means(units.members.keys()).map((mean, k) => ({ mean, interval: intervals[k] }));
}

/** @param sorted ascending, at least one value */
function quantile(sorted: Float64Array, part: number): number {
  const place = part * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}
