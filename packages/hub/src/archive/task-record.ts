import { flagField, isRecord, recordsField, requiredText, textField, textOf, textsField, type JsonRecord } from "./fields.js";

export interface NamedLink {
  readonly title: string;
  readonly url: string;
}

/** A row of a results table. */
export interface RowRecord {
  readonly model: string;
  readonly paperTitle: string | null;
  readonly paperUrl: string | null;
  readonly date: string | null;
  readonly extraData: boolean;
  readonly code: readonly NamedLink[];
  readonly modelLinks: readonly NamedLink[];
  readonly tags: readonly string[];
  /** Cells as found; undefined where a cell is neither text nor number. */
  readonly cells: ReadonlyMap<string, string | undefined>;
  /** What only collected tables tell: where the number stands, under which protocol, what is doubted. */
  readonly sourceKind?: string | undefined;
  readonly sourcePlace?: string | undefined;
  readonly note?: string | undefined;
  readonly unit?: string | undefined;
}

/** The results on one data set: a board. */
export interface BoardRecord {
  readonly dataset: string;
  /** Its name on Papers With Code, where the file tells it. */
  readonly slug?: string | undefined;
  /** The data set that this one is a part of. */
  readonly parentDataset: string | null;
  readonly description: string | null;
  readonly links: readonly NamedLink[];
  readonly citations: readonly NamedLink[];
  readonly metrics: readonly string[];
  readonly rows: readonly RowRecord[];
  /** Where in the record it stands, for messages. */
  readonly path: string;
  /** What was wrong with single rows, which were left out. */
  readonly problems: readonly { readonly path: string; readonly why: string; readonly raw: unknown }[];
}

/** A task of the evaluation tables, with its boards; subtasks are records of their own. */
export interface TaskRecord {
  readonly name: string;
  readonly parent: string | null;
  readonly description: string | null;
  readonly categories: readonly string[];
  readonly synonyms: readonly string[];
  readonly sourceLink: NamedLink | null;
  readonly boards: readonly BoardRecord[];
  readonly path: string;
}

/** A task and all beneath it, parents before children. */
export function* flattenTask(record: JsonRecord, parent: string | null = null, path = ""): Generator<TaskRecord> {
  const name = requiredText(record, "task", `${path}task`);
  yield {
    name,
    parent,
    description: textField(record, "description", `${path}description`),
    categories: textsField(record, "categories", `${path}categories`),
    synonyms: textsField(record, "synonyms", `${path}synonyms`),
    sourceLink: linkOf(record["source_link"]),
    boards: recordsField(record, "datasets", `${path}datasets`).flatMap((dataset, index) => [...flattenDataset(dataset, null, `${path}datasets[${index}].`)]),
    path,
  };
  for (const [index, child] of recordsField(record, "subtasks", `${path}subtasks`).entries()) yield* flattenTask(child, name, `${path}subtasks[${index}].`);
}

function* flattenDataset(record: JsonRecord, parent: string | null, path: string): Generator<BoardRecord> {
  const own = textField(record, "dataset", `${path}dataset`) ?? requiredText(record, "subdataset", `${path}dataset`);
  const name = parent === null || own.toLowerCase().startsWith(parent.toLowerCase()) ? own : `${parent} ${own}`;
  const sota = record["sota"];
  const problems: { path: string; why: string; raw: unknown }[] = [];
  const table = isRecord(sota) ? sota : {};
  const rows = recordsOrProblems(table["rows"], `${path}sota.rows`, problems).flatMap(({ value, path: at }) => {
    try {
      return [readRow(value, at)];
    } catch (error) {
      problems.push({ path: at, why: error instanceof Error ? error.message : String(error), raw: value });
      return [];
    }
  });
  const metrics = textsField(table, "metrics", `${path}sota.metrics`);
  yield {
    dataset: name,
    parentDataset: parent,
    description: textField(record, "description", `${path}description`),
    links: linksOf(record["dataset_links"]),
    citations: linksOf(record["dataset_citations"]),
    metrics: metrics.length > 0 ? [...new Set(metrics)] : [...new Set(rows.flatMap(({ cells }) => [...cells.keys()]))],
    rows,
    path,
    problems,
  };
  for (const [index, child] of recordsField(record, "subdatasets", `${path}subdatasets`).entries()) yield* flattenDataset(child, name, `${path}subdatasets[${index}].`);
}

function recordsOrProblems(list: unknown, path: string, problems: { path: string; why: string; raw: unknown }[]): { value: JsonRecord; path: string }[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((value: unknown, index) => {
    if (isRecord(value)) return [{ value, path: `${path}[${index}]` }];
    problems.push({ path: `${path}[${index}]`, why: "is no object", raw: value });
    return [];
  });
}

function readRow(record: JsonRecord, path: string): RowRecord {
  const metrics = record["metrics"];
  return {
    // A row without a model's name is known by its paper.
    model: textField(record, "model_name", `${path}.model_name`) ?? requiredText(record, "paper_title", `${path}.model_name`),
    paperTitle: paperTitle(textField(record, "paper_title", `${path}.paper_title`)),
    paperUrl: textField(record, "paper_url", `${path}.paper_url`),
    date: textField(record, "paper_date", `${path}.paper_date`),
    extraData: flagField(record, "uses_additional_data"),
    code: linksOf(record["code_links"]),
    modelLinks: linksOf(record["model_links"]),
    tags: Array.isArray(record["tags"]) ? textsField(record, "tags", `${path}.tags`) : [],
    cells: new Map(
      Object.entries(isRecord(metrics) ? metrics : {}).flatMap(([name, cell]): [string, string | undefined][] =>
        // The struct of Parquet has a column for every metric there is.
        cell === null ? [] : [[name.trim(), typeof cell === "string" ? cell : typeof cell === "number" ? String(cell) : undefined]],
      ),
    ),
  };
}

/** Tables made of lists of references have their numbers for titles. */
const paperTitle = (title: string | null): string | null => (title === null || /^(?:\[\w+\]|[\s,.])+$/.test(title) ? null : title);

/** Links come as addresses or with titles. */
export function linksOf(list: unknown): NamedLink[] {
  return Array.isArray(list) ? list.flatMap((entry: unknown) => linkOf(entry) ?? []) : [];
}

function linkOf(entry: unknown): NamedLink | null {
  if (typeof entry === "string" && entry.trim() !== "") return { title: "", url: entry.trim().slice(0, 2000) };
  if (!isRecord(entry)) return null;
  const url = textOf(entry["url"] ?? entry["link"], "url");
  return url === null ? null : { title: textOf(entry["title"], "title") ?? "", url };
}
