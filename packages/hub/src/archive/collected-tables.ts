import { isRecord, recordsField, requiredText, textField, type JsonRecord } from "./fields.js";
import type { BoardRecord, RowRecord, TaskRecord } from "./task-record.js";

/** A board of OpenCodePapers: one file, one board, its place in the tree, metrics as columns m1, m2, … */
export function readOpenCodePapersBoard(record: JsonRecord): readonly TaskRecord[] {
  const slug = requiredText(record, "title");
  const hierarchy = (Array.isArray(record["task-hierarchy"]) ? record["task-hierarchy"] : []).map(String);
  const benchmark = isRecord(record["benchmark"]) ? record["benchmark"] : {};
  const metrics = recordsField(benchmark, "fields", "benchmark.fields").flatMap((field) => {
    const [key, label] = [textField(field, "key"), textField(field, "label")];
    return key !== null && /^m\d+$/.test(key) && label !== null ? [{ key, label }] : [];
  });
  const rows = recordsField(benchmark, "items", "benchmark.items").map((item, index): RowRecord => {
    const paper = isRecord(item["p"]) ? item["p"] : {};
    const code = textField(item, "c");
    return {
      model: requiredText(item, "n", `benchmark.items[${index}].n`),
      paperTitle: textField(paper, "name"),
      paperUrl: textField(paper, "link"),
      date: textField(item, "d"),
      extraData: item["x"] === true || item["x"] === "true",
      code: code === null ? [] : [{ title: "", url: code }],
      modelLinks: [],
      tags: [],
      cells: new Map(metrics.flatMap(({ key, label }): [string, string][] => (typeof item[key] === "string" || typeof item[key] === "number" ? [[label, String(item[key])]] : []))),
    };
  });
  const [, dataset = slug] = /-on-(.+)$/.exec(slug) ?? [];
  const board: BoardRecord = { dataset, slug, parentDataset: null, description: null, links: [], citations: [], metrics: metrics.map(({ label }) => label), rows, path: "benchmark", problems: [] };
  const tree = hierarchy.length > 0 ? hierarchy : [slug.replace(/-on-.+$/, "").replaceAll("-", " ")];
  return tree.map((name, index) => ({ name, parent: tree[index - 1] ?? null, description: null, categories: [], synonyms: [], sourceLink: null, boards: index === tree.length - 1 ? [board] : [], path: "" }));
}

/** Results collected by hand, a row each, with where they were found: `{ license_note, rows: [{ task, dataset, metric, value_raw, … }] }`. */
export function readCollectedClaims(record: JsonRecord): readonly TaskRecord[] {
  const tasks = new Map<string, Map<string, { metrics: Set<string>; rows: Map<string, RowRecord & { cells: Map<string, string> }> }>>();
  for (const [index, row] of recordsField(record, "rows").entries()) {
    const at = `rows[${index}].`;
    const [task, dataset, metric] = [requiredText(row, "task", `${at}task`), requiredText(row, "dataset", `${at}dataset`), requiredText(row, "metric", `${at}metric`)];
    const boards = tasks.get(task) ?? new Map();
    tasks.set(task, boards);
    const board = boards.get(dataset) ?? { metrics: new Set(), rows: new Map() };
    boards.set(dataset, board);
    board.metrics.add(metric);
    const model = requiredText(row, "model", `${at}model`);
    const key = JSON.stringify([model, row["paper"], row["source"]]);
    const known = board.rows.get(key);
    const raw = requiredText(row, "value_raw", `${at}value_raw`);
    if (known !== undefined && !known.cells.has(metric)) {
      known.cells.set(metric, raw);
      continue;
    }
    const code = textField(row, "code");
    const protocol = isRecord(row["protocol"]) ? Object.entries(row["protocol"]).filter(([, value]) => value !== "-").map(([name, value]) => `${name}: ${String(value)}`).join(", ") : textField(row, "protocol");
    board.rows.set(known === undefined ? key : `${key} ${index}`, {
      model,
      paperTitle: textField(row, "paper"),
      paperUrl: textField(row, "paper_url"),
      date: textField(row, "date"),
      extraData: false,
      code: code === null ? [] : [{ title: "", url: code }],
      modelLinks: [],
      tags: [],
      cells: new Map([[metric, raw]]),
      sourceKind: textField(row, "provenance") ?? "collected",
      sourcePlace: textField(row, "source") ?? undefined,
      note: [protocol === null || protocol === "" ? null : `as listed: ${protocol}`, textField(row, "note")].filter((text) => text !== null).join("; ") || undefined,
      unit: row["unit"] === "fraction" ? "fraction" : undefined,
    });
  }
  return [...tasks].map(([name, boards]) => ({
    name,
    parent: null,
    description: null,
    categories: [],
    synonyms: [],
    sourceLink: null,
    path: "",
    boards: [...boards].map(([dataset, { metrics, rows }]) => ({ dataset, parentDataset: null, description: null, links: [], citations: [], metrics: [...metrics], rows: [...rows.values()], path: `${dataset}: `, problems: [] })),
  }));
}
