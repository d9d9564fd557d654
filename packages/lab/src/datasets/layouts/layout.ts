import type { DataSet } from "../data-set.js";

/**
 * A layout in which owners hand a data set out. Layouts other than the manifest are written from the owners' and
 * papers' descriptions and tested on fabricated folders; none of the licensed sets is at hand here.
 */
export interface Layout {
  /** Short name, as in `DataSet.layout`. */
  readonly name: string;
  /** What a folder of this layout holds, for people. */
  readonly description: string;
  /** Whether a folder looks like it; a look at few names, not at files' contents. */
  recognizes(folder: string): Promise<boolean>;
  /** @throws DataSetError with every mistake found. */
  read(folder: string): Promise<DataSet>;
}
