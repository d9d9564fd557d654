import { readFileSync } from "node:fs";
import path from "node:path";
import { parseCsv } from "@fmpn/lab/datasets";
import { dataFolder, everyNth } from "../faces/pictures.js";

/** A picture and what it shows. */
export interface LabelledPicture {
  readonly file: string;
  readonly label: string;
}

/** Pictures to compare on. */
export interface PictureSet {
  readonly name: string;
  /** What an answer may be: the classes that the set has, sorted. */
  readonly classes: readonly string[];
  /** How many the set has before sampling. */
  readonly size: number;
  readonly pictures: readonly LabelledPicture[];
}

const chosen = [
  { folder: "affectnet7-unmasked", column: "split", value: "val" },
  { folder: "jaffe" },
  { folder: "london", column: "strong", value: "1" },
];

/**
 * The sets, each sampled evenly.
 *
 * @param limit pictures of each set at most
 */
export function pictureSets(limit: number): PictureSet[] {
  return chosen.map(({ folder, column, value }) => {
    const [head, ...records] = parseCsv(readFileSync(path.join(dataFolder, folder, "labels.csv"), "utf8"));
    const all = records.flatMap(({ fields }) => {
      const cell = (name: string): string | undefined => fields[head?.fields.indexOf(name) ?? -1];
      const [file, label] = [cell("file"), cell("label")];
      if (file === undefined || label === undefined || (column !== undefined && cell(column) !== value)) return [];
      return [{ file: path.join(dataFolder, folder, file), label }];
    });
    return {
      name: column === undefined ? folder : `${folder} ${column}=${value}`,
      classes: [...new Set(all.map(({ label }) => label))].toSorted(),
      size: all.length,
      pictures: everyNth(all, limit),
    };
  });
}
