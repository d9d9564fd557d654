import path from "node:path";
import type { DataSet, Sample } from "../data-set.js";
import { DataSetError, type DataSetProblem } from "../data-set-error.js";

/** Collects what a reader finds; `finish` makes the data set or reports all mistakes at once. */
export interface SampleCollector {
  add(sample: Omit<Sample, "columns"> & { readonly columns?: Readonly<Record<string, string>> }): void;
  /** Leaves pictures out, by default one, for a reason that is no mistake, such as a label that has no class here. */
  skip(reason: string, count?: number): void;
  problem(problem: DataSetProblem): void;
  finish(): DataSet;
}

export function collectSamples(folder: string, layout: string): SampleCollector {
  const root = path.resolve(folder);
  const name = path.basename(root);
  const samples: Sample[] = [];
  const problems: DataSetProblem[] = [];
  const skipped = new Map<string, number>();
  return {
    add: (sample) => samples.push({ columns: {}, ...sample }),
    skip: (reason, count = 1) => {
      if (count > 0) skipped.set(reason, (skipped.get(reason) ?? 0) + count);
    },
    problem: (problem) => problems.push(problem),
    finish: () => {
      if (problems.length > 0) throw new DataSetError(`${name} (read as ${layout}) has mistakes:`, problems);
      if (samples.length === 0) {
        const reasons = [...skipped].map(([reason, count]) => `${count} × ${reason}`).join("; ");
        const message = `no labelled picture was found${reasons ? ` (${reasons})` : ""}`;
        throw new DataSetError(`${name} (read as ${layout}) is empty:`, [{ file: ".", message }]);
      }
      return { name, root, layout, samples, skipped: [...skipped].map(([reason, count]) => ({ reason, count })) };
    },
  };
}
