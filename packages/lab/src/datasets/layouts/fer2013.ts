import { readFile } from "node:fs/promises";
import path from "node:path";
import { type CsvRecord, parseCsv } from "../csv.js";
import type { Expression } from "../expression-labels.js";
import { classCode } from "./class-code.js";
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
    const rowsOf = async (what: string): Promise<CsvRecord[]> => parseCsv(await readFile(path.join(folder, what), "utf8"), { what }).slice(1);
    const rows = await rowsOf("fer2013.csv");
    const votes = (await exists(folder, "fer2013new.csv")) ? await rowsOf("fer2013new.csv") : undefined;
    if (votes && votes.length !== rows.length) {
      const message = `has ${votes.length} rows, fer2013.csv ${rows.length}; they belong together row by row`;
      collected.problem({ file: "fer2013new.csv", message });
      return collected.finish();
    }
    rows.forEach(({ line, fields: [code = "", levels = "", usage = ""] }, row) => {
      const report = (field: string, message: string): void => collected.problem({ file: "fer2013.csv", line, field, message });
      const split = SPLITS[usage];
      if (!split) return report("Usage", `"${usage}" is none of ${Object.keys(SPLITS).join(", ")}`);
      const numbers = levels.trim().split(" ").map(Number);
      if (numbers.length !== SIDE * SIDE) return report("pixels", `holds ${numbers.length} levels instead of ${SIDE * SIDE}`);
      const data = Uint8Array.from(numbers);
      if (data.some((level, at) => level !== numbers[at])) return report("pixels", "holds levels that are no whole numbers from 0 to 255");
      const voted = votes?.[row];
      const label = voted ? majority(voted) : CODES[classCode(code)];
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
