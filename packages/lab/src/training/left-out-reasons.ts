import type { DataSet } from "../datasets/data-set.js";

/** Of each reason, so many files are named. */
const NAMED = 3;

/** Counts why faces were left out, to say it in a line for each reason with some of the files. */
export interface LeftOutReasons {
  readonly add: (reason: string, file: string) => void;
  lines(): string[];
}

export function leftOutReasons(): LeftOutReasons {
  const counts = new Map<string, { count: number; readonly files: Set<string> }>();
  return {
    add(reason, file) {
      const counted = counts.get(reason) ?? { count: 0, files: new Set() };
      counts.set(reason, counted);
      counted.count += 1;
      if (counted.files.size < NAMED) counted.files.add(file);
    },
    lines: () =>
      [...counts].map(([reason, { count, files }]) => {
        const named = [...files].join(", ");
        return `left out: ${count.toLocaleString("en")} ${count === 1 ? "face" : "faces"}, ${reason} (${named}${count > files.size ? ", …" : ""})`;
      }),
  };
}

/** What the readers of data sets left out, a line for each reason. */
export function skippedLines(sets: readonly Pick<DataSet, "name" | "skipped">[]): string[] {
  return sets.flatMap(({ name, skipped }) => skipped.map(({ reason, count }) => `${name}: left out: ${count} × ${reason}`));
}
