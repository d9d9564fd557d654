import type { Box } from "fmpn";
import type { Expression } from "./expression-labels.js";

/** Pixels that a data set stores in a table instead of a file: gray, row by row, 0 to 255. */
export interface GrayPixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** One labelled picture of a data set. */
export interface Sample {
  /** Path inside the data set's folder, with forward slashes. For table pixels: the name they'd be written under. */
  readonly file: string;
  readonly label: Expression;
  readonly subject?: string | undefined;
  readonly sequence?: string | undefined;
  readonly frame?: string | undefined;
  /** The file of the same person's neutral face (of the same sequence where there is one). */
  readonly neutral?: string | undefined;
  readonly split?: string | undefined;
  /** The fold that the sample is tested in. */
  readonly fold?: number | undefined;
  readonly box?: Box | undefined;
  /** The manifest's further columns, by name. */
  readonly columns: Readonly<Record<string, string>>;
  readonly pixels?: GrayPixels | undefined;
}

/** Pictures that a reader left out, with the reason. */
export interface SkippedSamples {
  readonly reason: string;
  readonly count: number;
}

/** A data set in memory: what every reader produces. Pictures stay on disk until they are decoded. */
export interface DataSet {
  /** The folder's name. */
  readonly name: string;
  /** Absolute path of the folder that `file` is relative to. */
  readonly root: string;
  /** The layout that the reader understood, such as `manifest` or `ck+`. */
  readonly layout: string;
  readonly samples: readonly Sample[];
  /** The samples before any were filtered out, where some were: what is known of pictures is kept for all of them. */
  readonly unfiltered?: readonly Sample[] | undefined;
  readonly skipped: readonly SkippedSamples[];
}

/** The columns of a manifest that have a meaning of their own; all others are kept as they are. */
export const NAMED_COLUMNS = [
  "file",
  "label",
  "subject",
  "sequence",
  "frame",
  "neutral",
  "split",
  "fold",
  "box",
] as const;

/** A sample's value in a column, as the manifest writes it; "" where it has none. */
export function columnValue(sample: Sample, column: string): string {
  switch (column) {
    case "file":
    case "label":
    case "subject":
    case "sequence":
    case "frame":
    case "neutral":
    case "split":
      return sample[column] ?? "";
    case "fold":
      return sample.fold === undefined ? "" : String(sample.fold);
    case "box":
      return sample.box ? `${sample.box.x} ${sample.box.y} ${sample.box.width} ${sample.box.height}` : "";
    default:
      return sample.columns[column] ?? "";
  }
}

/** The columns that at least one sample fills, named ones first, in a stable order. */
export function columnsOf(samples: readonly Sample[]): string[] {
  const named = NAMED_COLUMNS.filter((column) => samples.some((sample) => columnValue(sample, column) !== ""));
  const further = new Set(samples.flatMap((sample) => Object.keys(sample.columns)));
  return [...named, ...further];
}
