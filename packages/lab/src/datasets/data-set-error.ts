/** A mistake in a data set, at a place that a person can open. */
export interface DataSetProblem {
  /** The file that holds the mistake, relative to the data set. */
  readonly file: string;
  readonly line?: number | undefined;
  readonly field?: string | undefined;
  /** What is wrong and what to do about it. */
  readonly message: string;
}

const SHOWN = 20;
/** Longer ones hold a whole row of pixels. */
const LONGEST = 300;

/** Thrown by the readers with every mistake that they found, not only the first. */
export class DataSetError extends Error {
  readonly problems: readonly DataSetProblem[];

  constructor(summary: string, problems: readonly DataSetProblem[]) {
    const lines = problems.slice(0, SHOWN).map((problem) => `  ${formatProblem(problem)}`);
    if (problems.length > SHOWN) lines.push(`  … and ${problems.length - SHOWN} more`);
    super([summary, ...lines].join("\n"));
    this.name = "DataSetError";
    this.problems = problems;
  }
}

/** A value as errors show it: in quotes, cut where it is long. */
export function shownValue(value: string | undefined): string {
  return value === undefined ? "nothing" : `"${value.length > 40 ? `${value.slice(0, 40)}…` : value}"`;
}

/** `labels.csv:12: label: …` */
export function formatProblem({ file, line, field, message }: DataSetProblem): string {
  const said = message.length > LONGEST ? `${message.slice(0, LONGEST)}…` : message;
  return `${file}${line === undefined ? "" : `:${line}`}: ${field === undefined ? "" : `${field}: `}${said}`;
}
