import { readFile } from "node:fs/promises";
import path from "node:path";
import { type CsvRecord, parseCsv } from "../csv.js";
import type { Expression } from "../expression-labels.js";
import { collectSamples } from "./data-set-of.js";
import { exists } from "./folder-listing.js";
import type { Layout } from "./layout.js";

const CODES: readonly Expression[] = ["anger", "disgust", "fear", "happiness", "sadness", "surprise", "neutral"];
const SPLITS: Readonly<Record<string, string>> = { Training: "train", PublicTest: "valid", PrivateTest: "test" };
const SIDE = 48;
/** The columns of FER+'s votes; the last two name no class. */
const VOTES: readonly (Expression | undefined)[] = [
  "neutral",
  "happiness",
  "surprise",
  "sadness",
  "anger",
  "disgust",
  "fear",
  "contempt",
  undefined,
  undefined,
];

/**
 * FER2013 (Goodfellow et al., 2013): `fer2013.csv` with columns emotion, pixels (48 × 48 levels) and Usage. With FER+'s
 * `fer2013new.csv` (Barsoum et al., 2016) beside it, the label is the one with most of its ten votes; ties, unknown and
 * no face are left out, and the votes are kept in the column `votes`.
 */
export const fer2013Layout: Layout = {
  name: "fer2013",
  description: "fer2013.csv, with FER+'s votes where fer2013new.csv lies beside it",
  recognizes: async (folder) => await exists(folder, "fer2013.csv"),
  read: async (folder) => {
    const collected = collectSamples(folder, "fer2013");
    const rows = parseCsv(await readFile(path.join(folder, "fer2013.csv"), "utf8")).slice(1);
    const votes = (await exists(folder, "fer2013new.csv"))
      ? parseCsv(await readFile(path.join(folder, "fer2013new.csv"), "utf8")).slice(1)
      : undefined;
    if (votes && votes.length !== rows.length) {
      const message = `has ${votes.length} rows, fer2013.csv ${rows.length}; they belong together row by row`;
      collected.problem({ file: "fer2013new.csv", message });
      return collected.finish();
    }
    rows.forEach(({ line, fields: [code = "", levels = "", usage = ""] }, row) => {
      const report = (field: string, message: string): void => collected.problem({ file: "fer2013.csv", line, field, message });
      const split = SPLITS[usage];
      if (!split) return report("Usage", `"${usage}" is none of ${Object.keys(SPLITS).join(", ")}`);
      const data = Uint8Array.from(levels.trim().split(" "), Number);
      if (data.length !== SIDE * SIDE) return report("pixels", `holds ${data.length} levels instead of ${SIDE * SIDE}`);
      const voted = votes?.[row];
      const label = voted ? majority(voted) : CODES[Number(code)];
      if (label === "tie" || label === "none") return collected.skip(label === "tie" ? "votes tie" : "voted unknown or no face");
      if (!label) return report("emotion", `"${code}" is no number from 0 to 6`);
      const file = `images/fer${String(row).padStart(7, "0")}.png`;
      const columns = voted ? { votes: voted.fields.slice(2, 12).join(" ") } : {};
      return collected.add({ file, label, split, columns, pixels: { width: SIDE, height: SIDE, data } });
    });
    return collected.finish();
  },
};

function majority({ fields }: CsvRecord): Expression | "tie" | "none" {
  const counts = fields.slice(2, 12).map(Number);
  const most = Math.max(...counts);
  const winners = counts.flatMap((count, i) => (count === most ? [i] : []));
  if (winners.length > 1) return "tie";
  return VOTES[winners[0] ?? 9] ?? "none";
}
