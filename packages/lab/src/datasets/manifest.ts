import type { Box } from "fmpn";
import path from "node:path";
import { formatCsv } from "./csv.js";
import { columnsOf, columnValue, type DataSet, NAMED_COLUMNS, type Sample } from "./data-set.js";
import { DataSetError, type DataSetProblem, shownValue } from "./data-set-error.js";
import { EXPRESSIONS, normalizeExpression } from "./expression-labels.js";
import { fileIndex } from "./file-index.js";
import { readTable, type Table } from "./read-table.js";

/** The name of a manifest inside its data set's folder. */
export const MANIFEST = "labels.csv";

/**
 * Reads a data set by its manifest: `labels.csv` with a header row, the columns `file` (relative to the folder) and
 * `label`, and any of `subject`, `sequence`, `frame`, `neutral` (the file of the same person's neutral face), `split`,
 * `fold` (0, 1, …) and `box` (`x y width height` in pixels), in letters of any case. Further columns are kept. Tables as
 * spreadsheets save them are read (see `readTable`).
 *
 * @throws DataSetError with every mistake and its line: no rows, unknown labels, files that are missing or outside of the
 *   folder or listed twice, neutral faces that are missing or of another subject, malformed boxes and folds.
 */
export async function readManifest(folder: string): Promise<DataSet> {
  const root = path.resolve(folder);
  const name = path.basename(root);
  let table: Table;
  try {
    table = await readTable(path.join(root, MANIFEST), MANIFEST);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataSetError(`${name} cannot be read:`, [{ file: MANIFEST, message: reason }]);
  }
  const problems: DataSetProblem[] = [];
  const report = (line: number, field: string | undefined, message: string): void => {
    problems.push({ file: MANIFEST, line, field, message });
  };

  const { rows } = table;
  const columns = table.columns.map(namedColumn);
  for (const required of ["file", "label"]) {
    if (!columns.includes(required)) {
      report(1, required, `the header row lacks this column; it has ${columns.join(", ") || "nothing"}`);
    }
  }
  for (const column of new Set(columns.filter((column, i) => columns.indexOf(column) !== i))) {
    report(1, column, "the header row has this column twice; rename one");
  }
  if (problems.length === 0 && rows.length === 0) report(1, undefined, "no row follows the header; give each picture one");
  if (problems.length > 0) throw new DataSetError(`${name} has mistakes in its manifest:`, problems);

  const onDisk = fileIndex(root);
  const samples: Sample[] = [];
  const rowOf = new Map<string, { line: number; sample: Sample }>();
  for (const { line, fields } of rows) {
    if (fields.length !== columns.length) {
      report(line, undefined, `the row has ${fields.length} fields, the header ${columns.length}`);
      continue;
    }
    const row = readRow(columns, fields, (field, message) => report(line, field, message));
    if (!row) continue;
    const found = await onDisk(row.file);
    if ("missing" in found) report(line, "file", found.missing);
    const sample = "file" in found ? { ...row, file: found.file } : row;
    const key = `${sample.file}\0${columnValue(sample, "box")}`;
    const earlier = rowOf.get(key);
    if (earlier) report(line, "file", `${sample.file} is listed before, on line ${earlier.line}; remove one row`);
    else rowOf.set(key, { line, sample });
    samples.push(sample);
  }

  const byFile = new Map(samples.map((sample) => [sample.file.normalize("NFC"), sample]));
  for (const { line, sample } of rowOf.values()) {
    if (sample.neutral === undefined) continue;
    const neutral = byFile.get(sample.neutral.normalize("NFC"));
    if (!neutral) {
      report(line, "neutral", `${sample.neutral} has no row of its own; add it with its label and subject`);
    } else if (neutral.subject !== sample.subject) {
      const [own, other] = [sample.subject ?? "no one", neutral.subject ?? "no one"];
      report(line, "neutral", `${sample.neutral} shows ${other}, but this row is of ${own}; name a face of ${own}`);
    }
  }
  problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  if (problems.length > 0) {
    const count = problems.length === 1 ? "one mistake" : `${problems.length} mistakes`;
    throw new DataSetError(`${name} has ${count} in its manifest:`, problems);
  }
  const onDiskNamed = samples.map((sample) => (sample.neutral === undefined ? sample : { ...sample, neutral: byFile.get(sample.neutral.normalize("NFC"))?.file }));
  return { name, root, layout: "manifest", samples: onDiskNamed, skipped: [] };
}

/** A column that has a meaning of its own by its name here; any other as it is. */
function namedColumn(column: string): string {
  return NAMED_COLUMNS.find((named) => named === column.toLowerCase()) ?? column;
}

/** The manifest of samples as text, with the columns that they fill. */
export function formatManifest(samples: readonly Sample[]): string {
  const columns = samples.length === 0 ? ["file", "label"] : columnsOf(samples);
  return formatCsv([columns, ...samples.map((sample) => columns.map((column) => columnValue(sample, column)))]);
}

function readRow(
  columns: readonly string[],
  fields: readonly string[],
  report: (field: string, message: string) => void,
): Sample | undefined {
  const values: Record<string, string> = {};
  columns.forEach((column, i) => (values[column] = fields[i] ?? ""));
  const file = insidePath(values["file"] ?? "");
  if (!file) {
    const given = values["file"] ?? "";
    report("file", given === "" ? "is empty" : `${shownValue(given)} leads out of the data set's folder; give a path inside of it`);
  }
  const label = normalizeExpression(values["label"] ?? "");
  if (!label) report("label", `${shownValue(values["label"])} is not known; use one of ${EXPRESSIONS.join(", ")}`);
  const neutral = values["neutral"] ? insidePath(values["neutral"]) : undefined;
  if (values["neutral"] && !neutral) report("neutral", `${shownValue(values["neutral"])} leads out of the data set's folder`);
  const fold = values["fold"] ? Number(values["fold"]) : undefined;
  if (fold !== undefined && !(Number.isInteger(fold) && fold >= 0)) {
    report("fold", `${shownValue(values["fold"])} is not a whole number from 0`);
  }
  const box = values["box"] ? parseBox(values["box"]) : undefined;
  if (values["box"] && !box) {
    report("box", `${shownValue(values["box"])} is no box; write x y width height in pixels, such as 12 20 96 96`);
  }
  if (!file || !label) return undefined;
  const named: readonly string[] = NAMED_COLUMNS;
  return {
    file,
    label,
    subject: values["subject"] || undefined,
    sequence: values["sequence"] || undefined,
    frame: values["frame"] || undefined,
    neutral,
    split: values["split"] || undefined,
    fold,
    box,
    columns: Object.fromEntries(Object.entries(values).filter(([column]) => !named.includes(column))),
  };
}

/** A manifest's path in canonical form; undefined when it is empty, absolute or climbs out of the folder. */
function insidePath(file: string): string | undefined {
  const slashed = file.trim().replaceAll("\\", "/");
  if (slashed === "" || slashed.startsWith("/") || /^[a-z]:/i.test(slashed) || slashed.includes("\0")) return undefined;
  const normal = path.posix.normalize(slashed);
  return normal === ".." || normal.startsWith("../") ? undefined : normal;
}

function parseBox(text: string): Box | undefined {
  const parts = text.trim().split(/[\s;]+/);
  const [x, y, width, height] = parts.map(Number);
  if (parts.length !== 4 || x === undefined || y === undefined || width === undefined || height === undefined) {
    return undefined;
  }
  const valid = [x, y, width, height].every(Number.isFinite) && width > 0 && height > 0;
  return valid ? { x, y, width, height } : undefined;
}
