import { startCropCrew } from "../crops/crop-crew.js";
import type { Fingerprint } from "../crops/crop-job.js";
import { reasonOf, sourceOf } from "../crops/eye-positions.js";
import { workThrough } from "../threads/work-through.js";
import type { DataSet, Sample } from "../datasets/data-set.js";
import { dataSetHash } from "../datasets/data-set-hash.js";
import { EXPRESSIONS, type Expression } from "../datasets/expression-labels.js";
import type { WorkOptions } from "../work.js";
import { nearPairs } from "../crops/perceptual-hash.js";

/** Pictures that differ in at most this many of 256 bits count as near-duplicates. */
const NEAR = 20;
/** Pictures with hardly any structure look alike to the hash; so many look-alikes are no longer listed one by one. */
const MOST_PAIRS = 200_000;

/** How many pictures and people of a class a split has. */
export interface ClassCount {
  readonly split: string;
  readonly label: Expression;
  readonly pictures: number;
  readonly subjects: number;
}

/** Pictures that show the same, and whether that crosses splits or labels. */
export interface Duplicates {
  readonly files: readonly string[];
  readonly splits: readonly string[];
  readonly labels: readonly Expression[];
  /** Bits of 256 that the hashes differ in; 0 and `exact` for equal files. */
  readonly bits: number;
  readonly exact: boolean;
}

/** What is to be known of a data set before anyone trains on it. */
export interface Inspection {
  readonly hash: string;
  readonly splits: readonly { readonly split: string; readonly pictures: number; readonly subjects: number }[];
  readonly counts: readonly ClassCount[];
  /** Smallest and largest picture sides; 0 where no picture could be read. */
  readonly sides: { readonly least: number; readonly most: number };
  readonly exact: readonly Duplicates[];
  readonly near: readonly Duplicates[];
  /** People with pictures in more than one split. */
  readonly sharedSubjects: readonly { readonly subject: string; readonly splits: readonly string[] }[];
  readonly unreadable: readonly { readonly file: string; readonly reason: string }[];
}

/** Decodes every picture once and reports counts, duplicates, leaks between splits and what cannot be read. */
export async function inspectDataSet(dataSet: DataSet, options: Omit<WorkOptions, "cache"> = {}): Promise<Inspection> {
  const { workers = 2 } = options;
  const { samples } = dataSet;
  const unreadable: { file: string; reason: string }[] = [];
  const readable: { sample: Sample; print: Fingerprint }[] = [];
  const crew = startCropCrew(samples.length < 8 ? 0 : workers);
  const look = async (sample: Sample): Promise<{ readonly sample: Sample; readonly print: Fingerprint | string }> => {
    const source = sourceOf(dataSet, sample);
    try {
      const result = await crew.do({ kind: "fingerprint", source });
      return { sample, print: "fingerprint" in result ? result.fingerprint : "gave no fingerprint" };
    } catch (error) {
      return { sample, print: reasonOf(error, source) };
    }
  };
  for await (const { sample, print } of workThrough(samples, crew, `reading ${dataSet.name}`, look, options)) {
    if (typeof print === "string") unreadable.push({ file: sample.file, reason: print });
    else readable.push({ sample, print });
  }

  const byContent = new Map<string, Sample[]>();
  for (const { sample, print } of readable) {
    byContent.set(print.content, [...(byContent.get(print.content) ?? []), sample]);
  }
  // A picture that is listed once for each of its faces is no duplicate of itself.
  const exact = [...byContent.values()]
    .filter((group) => new Set(group.map(({ file }) => file)).size > 1)
    .map((group) => duplicates(group, 0, true));
  const near = nearPairs(readable.map(({ print }) => print.look), NEAR)
    .slice(0, MOST_PAIRS)
    .flatMap(([i, j, bits]) => {
      const [first, second] = [readable[i], readable[j]];
      if (!first || !second || first.print.content === second.print.content) return [];
      return [duplicates([first.sample, second.sample], bits, false)];
    });
  const sides = readable.flatMap(({ print }) => [print.width, print.height]);
  return {
    hash: await dataSetHash(dataSet),
    splits: splitCounts(samples),
    counts: classCounts(samples),
    sides: { least: sides.length === 0 ? 0 : sides.reduce((a, b) => Math.min(a, b), Infinity), most: sides.reduce((a, b) => Math.max(a, b), 0) },
    exact,
    near,
    sharedSubjects: sharedSubjects(samples),
    unreadable,
  };
}

function duplicates(samples: readonly Sample[], bits: number, exact: boolean): Duplicates {
  return {
    files: samples.map(({ file }) => file),
    splits: distinct(samples.map(splitOf)),
    labels: distinct(samples.map(({ label }) => label)),
    bits,
    exact,
  };
}

function splitCounts(samples: readonly Sample[]): Inspection["splits"] {
  return distinct(samples.map(splitOf)).map((split) => {
    const inSplit = samples.filter((sample) => splitOf(sample) === split);
    return { split, pictures: inSplit.length, subjects: countSubjects(inSplit) };
  });
}

function classCounts(samples: readonly Sample[]): ClassCount[] {
  return distinct(samples.map(splitOf)).flatMap((split) =>
    EXPRESSIONS.flatMap((label) => {
      const group = samples.filter((sample) => sample.label === label && splitOf(sample) === split);
      return group.length === 0 ? [] : [{ split, label, pictures: group.length, subjects: countSubjects(group) }];
    }),
  );
}

function sharedSubjects(samples: readonly Sample[]): Inspection["sharedSubjects"] {
  const splits = new Map<string, Set<string>>();
  for (const sample of samples) {
    if (sample.subject === undefined) continue;
    splits.set(sample.subject, (splits.get(sample.subject) ?? new Set()).add(splitOf(sample)));
  }
  return [...splits].flatMap(([subject, found]) => (found.size > 1 ? [{ subject, splits: [...found] }] : []));
}

/** Samples without a split of their own form one, called "all". */
function splitOf({ split }: Sample): string {
  return split ?? "all";
}

function countSubjects(samples: readonly Sample[]): number {
  return new Set(samples.flatMap(({ subject }) => subject ?? [])).size;
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
