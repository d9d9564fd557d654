import { readFile } from "node:fs/promises";
import path from "node:path";
import type { DataSet } from "../data-set.js";
import type { Expression } from "../expression-labels.js";
import { shownValue } from "../data-set-error.js";
import { fileIndex } from "../file-index.js";
import { readRecords } from "../read-table.js";
import { classCode } from "./class-code.js";
import { collectSamples } from "./data-set-of.js";
import { exists, listPictures } from "./folder-listing.js";
import type { Layout } from "./layout.js";
import { readNpyScalar } from "./npy.js";

/** AffectNet's class numbers in both releases; 8 none, 9 uncertain and 10 no face have no class here. */
const CODES: readonly Expression[] = ["neutral", "happiness", "sadness", "surprise", "fear", "disgust", "anger", "contempt"];
const LEFT_OUT = "labelled none, uncertain or no face";

const LISTS = [
  { split: "train", names: ["training.csv", "Manually_Annotated_file_lists/training.csv"] },
  { split: "val", names: ["validation.csv", "Manually_Annotated_file_lists/validation.csv"] },
] as const;

/**
 * AffectNet's first release (Mollahosseini et al., 2017): `training.csv` and `validation.csv` with hashed file names,
 * face boxes and expression numbers; pictures in `Manually_Annotated_Images/<number>/`.
 */
export const affectNetCsvLayout: Layout = {
  name: "affectnet-csv",
  description: "training.csv, validation.csv and Manually_Annotated_Images/ of AffectNet",
  recognizes: async (folder) =>
    (await exists(folder, "Manually_Annotated_Images")) && (await findLists(folder)).length > 0,
  read: async (folder) => {
    const collected = collectSamples(folder, "affectnet-csv");
    const onDisk = fileIndex(folder);
    for (const { split, list } of await findLists(folder)) {
      const records = await readRecords(path.join(folder, list), list);
      // The validation list was handed out without a header row.
      const headed = records[0]?.fields[0] === "subDirectory_filePath";
      for (const { line, fields } of headed ? records.slice(1) : records) {
        const [name = "", x, y, width, height, , code, valence = "", arousal = ""] = fields;
        const label = CODES[classCode(code)];
        if (!label) {
          if (["8", "9", "10"].includes(code ?? "")) collected.skip(LEFT_OUT);
          else collected.problem({ file: list, line, field: "expression", message: `${shownValue(code)} is no number from 0 to 10` });
          continue;
        }
        const found = await onDisk(`Manually_Annotated_Images/${name}`);
        if ("missing" in found) {
          collected.problem({ file: list, line, field: "subDirectory_filePath", message: found.missing });
          continue;
        }
        const { file } = found;
        const [bx, by, bw, bh] = [Number(x), Number(y), Number(width), Number(height)];
        const box = bw > 0 && bh > 0 ? { x: bx, y: by, width: bw, height: bh } : undefined;
        collected.add({ file, label, split, box, columns: { valence, arousal } });
      }
    }
    return collected.finish();
  },
};

/**
 * AffectNet's second release: `train_set/` and `val_set/`, each with `images/<number>.jpg` and
 * `annotations/<number>_exp.npy` (also `_val`, `_aro` and `_lnd`, which are not read).
 */
export const affectNetNpyLayout: Layout = {
  name: "affectnet-npy",
  description: "train_set/ and val_set/ of AffectNet with .npy annotations",
  recognizes: async (folder) =>
    (await exists(folder, "val_set", "annotations")) || (await exists(folder, "train_set", "annotations")),
  read: async (folder): Promise<DataSet> => {
    const collected = collectSamples(folder, "affectnet-npy");
    for (const split of ["train", "val"]) {
      for (const name of await listPictures(folder, `${split}_set`, "images")) {
        const annotation = `${split}_set/annotations/${path.parse(name).name}_exp.npy`;
        try {
          const code = classCode(readNpyScalar(await readFile(path.join(folder, annotation))));
          const label = CODES[code];
          if (label) collected.add({ file: `${split}_set/images/${name}`, label, split });
          else if (code >= 8 && code <= 10) collected.skip(LEFT_OUT);
          else collected.problem({ file: annotation, message: `holds ${code}, which is no number from 0 to 10` });
        } catch (error) {
          collected.problem({ file: annotation, message: error instanceof Error ? error.message : String(error) });
        }
      }
    }
    return collected.finish();
  },
};

async function findLists(folder: string): Promise<{ split: string; list: string }[]> {
  const found = [];
  for (const { split, names } of LISTS) {
    for (const list of names) {
      if (await exists(folder, list)) {
        found.push({ split, list });
        break;
      }
    }
  }
  return found;
}
