import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Expression } from "../expression-labels.js";
import { shownValue } from "../data-set-error.js";
import { fileIndex } from "../file-index.js";
import { collectSamples } from "./data-set-of.js";
import { exists } from "./folder-listing.js";
import type { Layout } from "./layout.js";

const CODES: readonly (Expression | undefined)[] = [
  undefined,
  "surprise",
  "fear",
  "disgust",
  "happiness",
  "sadness",
  "anger",
  "neutral",
];
// The owners' own spelling.
const LIST = "EmoLabel/list_patition_label.txt";

/**
 * RAF-DB, basic emotions (Li et al., 2017): `EmoLabel/list_patition_label.txt` with lines `train_00001.jpg 5`, pictures
 * in `Image/aligned/train_00001_aligned.jpg` or `Image/original/train_00001.jpg`. Aligned ones are taken where they are.
 */
export const rafDbLayout: Layout = {
  name: "raf-db",
  description: "EmoLabel/list_patition_label.txt and Image/ of RAF-DB",
  recognizes: async (folder) => await exists(folder, LIST),
  read: async (folder) => {
    const collected = collectSamples(folder, "raf-db");
    const onDisk = fileIndex(folder);
    const lines = (await readFile(path.join(folder, LIST), "utf8")).split(/\r\n|\n/);
    for (const [index, text] of lines.entries()) {
      if (text.trim() === "") continue;
      const line = index + 1;
      const [name = "", code = ""] = text.trim().split(/\s+/);
      const label = CODES[Number(code)];
      if (!label) {
        collected.problem({ file: LIST, line, field: "label", message: `${shownValue(code)} is no number from 1 to 7` });
        continue;
      }
      const candidates = [`Image/aligned/${name.replace(/\.(\w+)$/, "_aligned.$1")}`, `Image/original/${name}`];
      let file: string | undefined;
      for (const candidate of candidates) {
        const found = await onDisk(candidate);
        if (file === undefined && "file" in found) file = found.file;
      }
      if (file) collected.add({ file, label, split: name.startsWith("train") ? "train" : "test" });
      else collected.problem({ file: LIST, line, field: "file", message: `neither ${candidates.join(" nor ")} exists` });
    }
    return collected.finish();
  },
};
