import type { Source } from "../queries/resolve.js";
import type { Hint } from "../review/hints.js";

/** What someone filled in: the fields of a form. */
export type Filled = Readonly<Record<string, string>>;

/** A field of a contribution's form. */
export interface ContributionField {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly required?: boolean | undefined;
  /** Of a text; otherwise it's one line. */
  readonly lines?: number | undefined;
  readonly type?: "url" | undefined;
  /** Makes it one of these. */
  readonly options?: readonly { readonly value: string; readonly text: string }[] | undefined;
}

/** What publishing would change: a field as it stands and as it would be. */
export interface Difference {
  readonly field: string;
  readonly before: string | null;
  readonly after: string;
}

/** What a contribution wrote, by which it is found again when it's taken back. */
export interface Applied {
  readonly entity: "paper" | "repository" | "dataset" | "method" | "task" | "board" | "result";
  readonly id: number;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>>;
}

/** A kind of thing that people hand in: what its form asks, and what becomes of it when a reviewer publishes it. */
export interface ContributionKind {
  /** "a paper", as in a heading. */
  readonly words: string;
  readonly lead: string;
  readonly fields: readonly ContributionField[];
  /** What it's called in lists. */
  readonly title: (filled: Filled) => string;
  /** @throws ReviewError in words for whoever filled it in */
  readonly check: (source: Source, filled: Filled) => Promise<void>;
  readonly hints: (source: Source, filled: Filled) => Promise<readonly Hint[]>;
  readonly differences: (source: Source, filled: Filled) => Promise<readonly Difference[]>;
  /** Writes it, within a transaction that numbers rows. @throws ReviewError */
  readonly apply: (source: Source, filled: Filled) => Promise<Applied>;
  /** Takes back what was written. @throws ReviewError where that would take others' work with it */
  readonly undo: (source: Source, applied: Applied) => Promise<void>;
  /** The page of what was written. */
  readonly address: (source: Source, applied: Applied) => Promise<string | undefined>;
}
