import path from "node:path";
import type { CsvRecord } from "../csv.js";
import { shownValue } from "../data-set-error.js";
import type { Expression } from "../expression-labels.js";
import { columnIndex, readTable } from "../read-table.js";
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

/** Names under which the table is handed out: by the challenge, and as Kaggle's later copy, whose columns stand in another order. */
const TABLES = ["fer2013.csv", "icml_face_data.csv", "fer2013/fer2013.csv"];

/**
 * FER2013 (Goodfellow et al., 2013): `fer2013.csv` or `icml_face_data.csv` with columns emotion, pixels (48 × 48 levels) and Usage
 * in any order. With FER+'s `fer2013new.csv` (Barsoum et al., 2016) beside it, the label is the one with most of its ten votes;
 * ties, unknown and no face are left out, and the votes are kept in the column `votes`.
 */
export const fer2013Layout: Layout = {
  name: "fer2013",
  description: "fer2013.csv or icml_face_data.csv, with FER+'s votes where fer2013new.csv lies beside it",
  recognizes: async (folder) => (await tableIn(folder)) !== undefined,
  read: async (folder) => {
    const collected = collectSamples(folder, "fer2013");
    const table = (await tableIn(folder)) ?? "fer2013.csv";
    const { columns, rows } = await readTable(path.join(folder, table), table);
    const [emotion, pixels, use] = ["emotion", "pixels", "usage"].map((name) => columnIndex(columns, name));
    for (const [at, name] of [[emotion, "emotion"], [pixels, "pixels"], [use, "Usage"]] as const) {
      if (at === -1) collected.problem({ file: table, line: 1, field: name, message: `the header row lacks this column; it has ${columns.map((column) => column.slice(0, 40)).join(", ")}` });
    }
    if (emotion === undefined || pixels === undefined || use === undefined || Math.min(emotion, pixels, use) < 0) return collected.finish();
    const voteTable = path.posix.join(path.posix.dirname(table), "fer2013new.csv");
    const votes = (await exists(folder, voteTable)) ? (await readTable(path.join(folder, voteTable), voteTable)).rows : undefined;
    if (votes && votes.length !== rows.length) {
      const message = `has ${votes.length} rows, ${table} ${rows.length}; they belong together row by row`;
      collected.problem({ file: voteTable, message });
      return collected.finish();
    }
    rows.forEach(({ line, fields }, row) => {
      const [code, levels, usage] = [fields[emotion] ?? "", fields[pixels] ?? "", (fields[use] ?? "").trim()];
      const report = (field: string, message: string): void => collected.problem({ file: table, line, field, message });
      const split = SPLITS[usage];
      if (!split) return report("Usage", `${shownValue(usage)} is none of ${Object.keys(SPLITS).join(", ")}`);
      const numbers = levels.trim().split(/\s+/).map(Number);
      if (numbers.length !== SIDE * SIDE) return report("pixels", `holds ${numbers.length} levels instead of ${SIDE * SIDE}`);
      const data = Uint8Array.from(numbers);
      if (data.some((level, at) => level !== numbers[at])) return report("pixels", "holds levels that are no whole numbers from 0 to 255");
      const voted = votes?.[row];
      const label = voted ? majority(voted) : CODES[classCode(code)];
      if (label === "tie" || label === "none") return collected.skip(label === "tie" ? "votes tie" : "voted unknown or no face");
      if (!label) return report("emotion", `${shownValue(code)} is no number from 0 to 6`);
      const file = `images/fer${String(row).padStart(7, "0")}.png`;
      const columns = voted ? { votes: voted.fields.slice(2, 12).join(" ") } : {};
      return collected.add({ file, label, split, columns, pixels: { width: SIDE, height: SIDE, data } });
    });
    return collected.finish();
  },
};

async function tableIn(folder: string): Promise<string | undefined> {
  for (const table of TABLES) if (await exists(folder, table)) return table;
  return undefined;
}

function majority({ fields }: CsvRecord): Expression | "tie" | "none" {
  const counts = fields.slice(2, 12).map(Number);
  const most = Math.max(...counts);
  const winners = counts.flatMap((count, i) => (count === most ? [i] : []));
  if (winners.length > 1) return "tie";
  return VOTES[winners[0] ?? 9] ?? "none";
}
