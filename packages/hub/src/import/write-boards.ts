import type { Insertable, Kysely } from "kysely";
import type { ArchiveKind } from "../archive/open-archive-file.js";
import type { BoardRecord, RowRecord, TaskRecord } from "../archive/task-record.js";
import { areaName } from "../boards/area-name.js";
import { insertMany } from "../database/insert-many.js";
import { lookUp } from "../database/look-up.js";
import type { BoardTable, ResultTable, Schema, ValueTable } from "../database/schema.js";
import { nextId } from "../database/transaction.js";
import { readDate } from "../names/dates.js";
import { foldName } from "../names/fold-name.js";
import { paperKeys } from "../names/paper-key.js";
import { freeSlug, shortSlug, slugify, taskSlug } from "../names/slug.js";
import { parseValue } from "../values/parse-value.js";
import { findPapers } from "./find-papers.js";
import { fingerprintOf } from "./fingerprint.js";
import type { ImportContext } from "./import-context.js";
import { taskGraph, type TaskGraph } from "../boards/task-graph.js";

/** What boards are found by, kept over an import's batches. */
export interface BoardBook {
  readonly boards: Map<string, { readonly id: number }>;
  readonly slugs: Map<string, { readonly id: number; readonly task: number; readonly dataset: number }>;
  readonly models: Map<string, number>;
  readonly modelSlugs: Set<string>;
  readonly graph: TaskGraph;
  /** Subtrees that have been read: the same one stands under each of its parents. */
  readonly seen: Set<number>;
}

export async function openBoardBook(sql: Kysely<Schema>): Promise<BoardBook> {
  const boards = await sql.selectFrom("board").select(["id", "slug", "task_id", "dataset_id"]).execute();
  const models = await sql.selectFrom("model").select(["id", "slug", "paper_id", "name_key"]).execute();
  return {
    boards: new Map(boards.map(({ id, task_id, dataset_id }) => [`${task_id} ${dataset_id}`, { id }])),
    slugs: new Map(boards.map(({ id, slug, task_id, dataset_id }) => [slug, { id, task: task_id, dataset: dataset_id }])),
    models: new Map(models.map(({ id, paper_id, name_key }) => [`${paper_id} ${name_key}`, id])),
    modelSlugs: new Set(models.map(({ slug }) => slug)),
    graph: taskGraph(await sql.selectFrom("task_parent").selectAll().execute()),
    seen: new Set(),
  };
}

/** What kind of file a board comes from, and its name. */
export interface BoardsOrigin {
  readonly kind: ArchiveKind;
  readonly name: string;
}

/** The archive and OpenCodePapers keep rows in ranking order; tables that were gathered elsewhere name their source, and may be in order of time. */
function keepsOrder(kind: ArchiveKind, task: TaskRecord): boolean {
  return kind === "open-code-papers" || (kind === "evaluation-tables" && task.sourceLink === null);
}

type ResultRow = Insertable<ResultTable> & { readonly id: number };

/** Writes tasks, their places in the graph, boards and results. */
export async function writeTasks(sql: Kysely<Schema>, context: ImportContext, book: BoardBook, tasks: readonly TaskRecord[], origin: BoardsOrigin): Promise<void> {
  const updates: { id: number; task: TaskRecord; isNew: boolean }[] = [];
  const parents: { child_id: number; parent_id: number }[] = [];
  for (const task of tasks) {
    const isNew = context.tasks.find(task.name) === undefined;
    const id = context.taskId(task.name);
    updates.push({ id, task, isNew });
    for (const name of task.synonyms) context.tasks.alias(name, id);
    if (task.parent === null) continue;
    const parent = context.taskId(task.parent);
    if (book.graph.has(id, parent)) continue;
    if (book.graph.add(id, parent)) parents.push({ child_id: id, parent_id: parent });
    else context.reject(`${task.path}${task.name}`, `lies under ${task.parent}, which lies under it`, `${task.name} < ${task.parent}`);
  }
  for (const { task } of updates) for (const category of task.categories) context.areaId(areaName(category));
  await context.areas.flush(sql, context.kind);
  await context.tasks.flush(sql, context.kind);
  for (const { id, task } of updates) await describeTask(sql, context, id, task);
  await insertMany(sql, context.kind, "task_parent", parents, "ignore");
  await writeBoards(sql, context, book, updates.flatMap(({ id, task }) => task.boards.map((board) => ({ task: id, taskName: task.name, board, orderKept: keepsOrder(origin.kind, task), asked: origin.kind === "hub-additions" }))), origin);
}

/** What a record says of a task stands where nothing stood; a dump's empty fields take nothing away. */
async function describeTask(sql: Kysely<Schema>, context: ImportContext, id: number, task: TaskRecord): Promise<void> {
  if (task.description === null && task.categories.length === 0 && task.synonyms.length === 0 && task.sourceLink === null) return;
  const aliases = task.synonyms.flatMap((name) => {
    const slug = taskSlug(name);
    return context.tasks.slugTaken(slug) ? [] : [{ kind: "task" as const, alias: slug, target_id: id, reason: "a synonym" }];
  });
  await insertMany(sql, context.kind, "alias", aliases, "ignore");
  await sql
    .updateTable("task")
    .set({
      ...(task.description === null ? {} : { description: task.description }),
      ...(task.categories.length === 0 ? {} : { categories: JSON.stringify(task.categories) }),
      ...(task.synonyms.length === 0 ? {} : { synonyms: JSON.stringify(task.synonyms) }),
      ...(task.sourceLink === null ? {} : { source_link: JSON.stringify(task.sourceLink) }),
    })
    .where("id", "=", id)
    .execute();
}

interface Placed {
  readonly task: number;
  readonly taskName: string;
  readonly board: BoardRecord;
  readonly orderKept: boolean;
  /** A board that's wanted even while it's empty. */
  readonly asked: boolean;
}

async function writeBoards(sql: Kysely<Schema>, context: ImportContext, book: BoardBook, placed: readonly Placed[], origin: BoardsOrigin): Promise<void> {
  for (const { board } of placed) {
    for (const { path, why, raw } of board.problems) {
      context.reject(path, why, raw);
      context.count("rows rejected");
    }
  }
  const rows = placed.flatMap(({ board }) => board.rows);
  const papers = await findPapers(sql, context.kind, context, rows.map((row) => ({ ...paperKeys([row.paperUrl]), title: row.paperTitle, url: row.paperUrl, date: row.date })));
  const boardRows: Insertable<BoardTable>[] = [];
  const described: [number, string][] = [];
  const fresh = new Set<number>();
  let nextBoard = await nextId(sql, "board");
  const targets: { id: number; dataset: number; placed: Placed }[] = [];
  for (const place of placed) {
    const { board, task, taskName } = place;
    const parent = board.parentDataset === null ? null : context.datasetId(board.parentDataset);
    const bySlug = board.slug === undefined ? undefined : book.slugs.get(board.slug);
    const dataset = bySlug?.dataset ?? context.datasetId(board.dataset, null, parent);
    const key = `${bySlug?.task ?? task} ${dataset}`;
    let known = book.boards.get(key);
    // A data set that a task only mentions is no board; what is said of it is kept with the data set.
    if (known === undefined && board.rows.length === 0 && !place.asked) {
      if (board.description !== null) described.push([dataset, board.description]);
      continue;
    }
    if (known === undefined) {
      const slug = freeSlug(board.slug ?? `${taskSlug(taskName)}-on-${slugify(board.dataset) || "data"}`.slice(0, 140), (text) => book.slugs.has(text));
      known = { id: nextBoard++ };
      book.boards.set(key, known);
      book.slugs.set(slug, { id: known.id, task, dataset });
      fresh.add(known.id);
      context.count("boards");
      boardRows.push({ id: known.id, slug, task_id: task, dataset_id: dataset, title: `${taskName} on ${board.dataset}`, description: board.description, links: JSON.stringify(board.links), citations: JSON.stringify(board.citations), order_kept: place.orderKept ? 1 : 0, note: null, imported_from: origin.name, results: 0, papers: 0, measured: 0, latest: null, version: 1, notability: 0 });
    }
    targets.push({ id: known.id, dataset, placed: place });
  }
  await context.datasets.flush(sql, context.kind);
  for (const [id, description] of described) await sql.updateTable("dataset").set({ description, stub: 0 }).where("id", "=", id).where("description", "is", null).execute();
  await insertMany(sql, context.kind, "board", boardRows);
  await writeResults(sql, context, book, targets, papers, fresh);
}

async function writeResults(sql: Kysely<Schema>, context: ImportContext, book: BoardBook, targets: readonly { id: number; dataset: number; placed: Placed }[], papers: readonly (number | null)[], fresh: ReadonlySet<number>): Promise<void> {
  const old = targets.filter(({ id }) => !fresh.has(id)).map(({ id }) => id);
  const known = new Map<string, number>();
  const positions = new Map<number, number>();
  const metricsOf = new Map<number, Map<number, number>>();
  for (let start = 0; start < old.length; start += 500) {
    const some = old.slice(start, start + 500);
    for (const row of await sql.selectFrom("result").select(["id", "board_id", "fingerprint", "position"]).where("board_id", "in", some).execute()) {
      known.set(`${row.board_id} ${row.fingerprint}`, row.id);
      positions.set(row.board_id, Math.max(positions.get(row.board_id) ?? -1, row.position));
    }
    for (const row of await sql.selectFrom("board_metric").select(["board_id", "metric_id", "position"]).where("board_id", "in", some).execute()) metricsOf.set(row.board_id, (metricsOf.get(row.board_id) ?? new Map<number, number>()).set(row.metric_id, row.position));
  }
  const mentioned = await lookUp(sql, context.kind, "paper", "id", [...new Set(papers.filter((id) => id !== null))], ["title", "day", "stub"]);
  const tagged: Insertable<Schema["paper_task"]>[] = [];
  let nextResult = await nextId(sql, "result");
  let nextModel = await nextId(sql, "model");
  const results: ResultRow[] = [];
  const values: Insertable<ValueTable>[] = [];
  const models: Insertable<Schema["model"]>[] = [];
  const boardMetrics: Insertable<Schema["board_metric"]>[] = [];
  let at = 0;
  for (const { id: board, dataset, placed } of targets) {
    const metrics = metricsOf.get(board) ?? new Map<number, number>();
    metricsOf.set(board, metrics);
    const metricId = (name: string): number => {
      const metric = context.metrics.idOf(name, slugify(name), (id, slug, name_key) => ({ id, slug, name, name_key, unit: null }));
      if (!metrics.has(metric)) {
        boardMetrics.push({ board_id: board, metric_id: metric, position: metrics.size, direction: "unknown", direction_source: "none", best_result_id: null });
        metrics.set(metric, metrics.size);
      }
      return metric;
    };
    for (const name of placed.board.metrics) metricId(name);
    for (const row of placed.board.rows) {
      const paper = papers[at++] ?? null;
      const name_key = foldName(row.model) || row.model;
      // A paper that's only mentioned has no tasks of its own: it's about the one that it's mentioned for.
      const mention = paper === null ? undefined : mentioned.get(paper);
      if (paper !== null && mention?.stub === 1) tagged.push({ task_id: placed.task, day: mention.day, paper_id: paper });
      const fingerprint = fingerprintOf({ datasetId: dataset, modelKey: name_key, paperId: paper, paperTitle: row.paperTitle, extraData: row.extraData, cells: row.cells });
      context.count("rows");
      if (known.has(`${board} ${fingerprint}`)) {
        context.count("rows merged");
        continue;
      }
      let model = book.models.get(`${paper} ${name_key}`);
      if (model === undefined) {
        model = nextModel++;
        const slug = freeSlug(shortSlug(row.model) || "model", (text) => book.modelSlugs.has(text));
        book.modelSlugs.add(slug);
        book.models.set(`${paper} ${name_key}`, model);
        models.push({ id: model, slug, name: row.model, name_key, paper_id: paper, owner: null, parameters: null, macs: null, licence: null, files: "[]", preprocessing: null, training_data: "[]" });
      }
      const id = nextResult++;
      known.set(`${board} ${fingerprint}`, id);
      const position = (positions.get(board) ?? -1) + 1;
      positions.set(board, position);
      results.push(resultRow(context, row, { id, board, model, paper, position, fingerprint, paperTitle: paper === null ? undefined : mentioned.get(paper)?.title }));
      for (const [name, cell] of row.cells) {
        if (cell === undefined) {
          context.reject(`${placed.board.path}${row.model}: ${name}`, "is neither text nor number", name);
          context.count("cells rejected");
          continue;
        }
        const parsed = parseValue(cell);
        context.count(`cells ${parsed.status}`);
        values.push({ result_id: id, metric_id: metricId(name), raw: cell, number: parsed.number, spread: parsed.spread, unit: row.unit ?? parsed.unit, note: parsed.note, parse_status: parsed.status, rank: null });
      }
    }
  }
  await context.metrics.flush(sql, context.kind);
  await insertMany(sql, context.kind, "model", models);
  await insertMany(sql, context.kind, "board_metric", boardMetrics, "ignore");
  await insertMany(sql, context.kind, "result", results);
  await insertMany(sql, context.kind, "value", values, "ignore");
  await insertMany(sql, context.kind, "paper_task", tagged, "ignore");
}

function resultRow(context: ImportContext, row: RowRecord, at: { id: number; board: number; model: number; paper: number | null; position: number; fingerprint: number; paperTitle: string | undefined }): ResultRow {
  const { date, wrong } = readDate(row.date, context.today);
  if (wrong !== undefined) context.reject(`${row.model}: paper_date`, wrong, row.date);
  return {
    id: at.id,
    board_id: at.board,
    model_id: at.model,
    protocol_id: null,
    paper_id: at.paper,
    // The paper's own title is what's shown; another one in the row is kept beside it.
    paper_title: row.paperTitle !== null && row.paperTitle !== at.paperTitle ? row.paperTitle : null,
    // A paper's page on Papers With Code says no more than the paper itself.
    paper_url: row.paperUrl !== null && /paperswithcode2?\.com\/paper\//.test(row.paperUrl) ? null : row.paperUrl,
    date,
    extra_data: row.extraData ? 1 : 0,
    code: JSON.stringify(row.code),
    model_links: JSON.stringify(row.modelLinks),
    tags: JSON.stringify(row.tags),
    position: at.position,
    state: "published",
    source_kind: row.sourceKind ?? "archive",
    source_place: row.sourcePlace ?? null,
    quote: null,
    note: row.note ?? null,
    submitted_by: null,
    fingerprint: at.fingerprint,
  };
}
