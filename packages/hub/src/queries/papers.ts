import { sql as literal } from "kysely";
import { SHOWN_STATES } from "../boards/refresh-boards.js";
import type { Paper } from "../database/schema.js";
import { foldName } from "../names/fold-name.js";
import { boardMeasurements, wordOf, type BoardMeasurement, type BoardValue } from "./boards.js";
import { jsonList, type Source } from "./resolve.js";
import { ancestorsOf, type TaskLink } from "./tasks.js";
import type { Word } from "../boards/verdict.js";

export interface PaperAuthor {
  readonly name: string;
  /** The address of the author's page: `foldName` with hyphens. */
  readonly key: string;
}

export interface PaperCode {
  readonly url: string;
  readonly owner: string;
  readonly name: string;
  readonly stars: number | null;
  readonly framework: string | null;
  readonly official: boolean;
  readonly inPaper: boolean;
  readonly gone: boolean;
  /** The day when it answered last. */
  readonly lastSeen: string | null;
}

/** One figure of a paper on a board. */
export interface PaperResult {
  readonly resultId: number;
  readonly board: string;
  readonly task: TaskLink;
  /** Tasks that the board's task lies under: sites that list a result once for each show it so many times. */
  readonly alsoUnder: readonly TaskLink[];
  readonly dataset: TaskLink;
  readonly metric: { readonly id: number; readonly slug: string; readonly name: string };
  readonly value: BoardValue;
  readonly model: TaskLink;
  readonly extraData: boolean;
  readonly sourcePlace: string | null;
  readonly sourceKind: string;
  readonly note: string | null;
  readonly protocol: TaskLink | undefined;
  readonly disputes: readonly string[];
  readonly word: Word;
  readonly measurement: BoardMeasurement | undefined;
  readonly results: number;
}

export interface PaperLink {
  readonly slug: string;
  readonly title: string;
  readonly date: string | null;
}

export interface PaperView {
  readonly paper: Paper;
  readonly authors: readonly PaperAuthor[];
  readonly venue: (TaskLink & { readonly year: number | null }) | undefined;
  readonly tasks: readonly TaskLink[];
  readonly code: readonly PaperCode[];
  readonly results: readonly PaperResult[];
  readonly methods: readonly TaskLink[];
  readonly introduces: { readonly datasets: readonly TaskLink[]; readonly methods: readonly TaskLink[] };
  readonly datasets: readonly TaskLink[];
  readonly related: { readonly sameBoards: readonly PaperLink[]; readonly sameTasks: readonly PaperLink[] };
}

/** "Jian-Feng Wang" → "jian-feng-wang". */
export const authorKey = (name: string): string => foldName(name).replaceAll(" ", "-");

/** How many papers each kind of relation shows. */
const RELATED = 10;

/** A paper with all that its page shows. */
export async function paperView(source: Source, id: number): Promise<PaperView> {
  const { sql } = source;
  const paper = await sql.selectFrom("paper").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  const venue = paper.conference_id === null ? undefined : await sql.selectFrom("conference").select(["slug", "name"]).where("id", "=", paper.conference_id).executeTakeFirst();
  const tasks = await sql.selectFrom("paper_task").innerJoin("task", "task.id", "paper_task.task_id").select(["task.id as id", "task.slug as slug", "task.name as name"]).where("paper_id", "=", id).where("hidden", "=", 0).execute();
  const methods = await sql.selectFrom("paper_method").innerJoin("method", "method.id", "paper_method.method_id").select(["method.slug as slug", "method.name as name"]).where("paper_method.paper_id", "=", id).where("hidden", "=", 0).orderBy("method.name").limit(60).execute();
  const results = await paperResults(source, id);
  const boards = [...new Set(results.map(({ board }) => board))];
  const datasets = new Map(results.map(({ dataset }) => [dataset.slug, dataset]));
  return {
    paper,
    authors: jsonList<string>(paper.authors).map((name) => ({ name, key: authorKey(name) })),
    venue: venue === undefined ? undefined : { ...venue, year: paper.venue_year },
    tasks: tasks.map(({ slug, name }) => ({ slug, name })),
    code: await paperCode(source, id),
    results,
    methods,
    introduces: {
      datasets: await sql.selectFrom("dataset").select(["slug", "name"]).where("paper_id", "=", id).orderBy("name").execute(),
      methods: await sql.selectFrom("method").select(["slug", "name"]).where("paper_id", "=", id).where("hidden", "=", 0).orderBy("name").execute(),
    },
    datasets: [...datasets.values()],
    related: await relatedPapers(source, id, boards, tasks.map((task) => task.id)),
  };
}

/** Repositories: the authors' first, then by stars, then as they were found. */
export async function paperCode({ sql }: Source, id: number, limit = 300): Promise<PaperCode[]> {
  const rows = await sql
    .selectFrom("paper_repository")
    .innerJoin("repository", "repository.id", "paper_repository.repository_id")
    .select(["url", "owner", "name", "stars", "framework", "official", "in_paper", "alive", "checked_at"])
    .where("paper_id", "=", id)
    .orderBy("official", "desc")
    .orderBy((expression) => expression.fn.coalesce("stars", expression.val(-1)), "desc")
    .orderBy("repository.id")
    .limit(limit)
    .execute();
  return rows.map(({ official, in_paper, alive, checked_at, ...row }) => ({ ...row, official: official === 1, inPaper: in_paper === 1, gone: alive === "gone", lastSeen: alive === "ok" ? checked_at : null }));
}

/** Every figure of a paper, with what was measured beside it. */
export async function paperResults(source: Source, id: number): Promise<PaperResult[]> {
  const { sql } = source;
  const rows = await sql
    .selectFrom("result")
    .innerJoin("board", "board.id", "result.board_id")
    .innerJoin("task", "task.id", "board.task_id")
    .innerJoin("dataset", "dataset.id", "board.dataset_id")
    .innerJoin("model", "model.id", "result.model_id")
    .innerJoin("value", "value.result_id", "result.id")
    .innerJoin("metric", "metric.id", "value.metric_id")
    .leftJoin("protocol", "protocol.id", "result.protocol_id")
    .leftJoin("board_metric", (join) => join.onRef("board_metric.board_id", "=", "board.id").onRef("board_metric.metric_id", "=", "metric.id"))
    .select(["result.id as id", "board.id as board_id", "board.slug as board", "board.results as results", "task.id as task_id", "task.slug as task_slug", "task.name as task_name", "dataset.slug as dataset_slug", "dataset.name as dataset_name", "metric.id as metric_id", "metric.slug as metric_slug", "metric.name as metric_name", "value.raw as raw", "value.number as number", "value.spread as spread", "value.unit as unit", "value.note as value_note", "value.parse_status as status", "value.rank as rank", "model.slug as model_slug", "model.name as model_name", "extra_data", "source_place", "source_kind", "result.note as note", "result.protocol_id as protocol_id", "protocol.slug as protocol_slug", "protocol.name as protocol_name"])
    .where("result.paper_id", "=", id)
    .where("result.state", "in", [...SHOWN_STATES])
    .orderBy("result.id")
    .orderBy("board_metric.position")
    .limit(400)
    .execute();
  if (rows.length === 0) return [];
  const ids = [...new Set(rows.map((row) => row.id))];
  const disputes = await sql.selectFrom("dispute").select(["result_id", "text"]).where("result_id", "in", ids).where("state", "=", "open").execute();
  const measured = new Map<number, BoardMeasurement[]>();
  for (const board of new Set(rows.map((row) => row.board_id))) for (const measurement of await boardMeasurements(source, "board_id", board)) if (measurement.resultId !== null) measured.set(measurement.resultId, [...(measured.get(measurement.resultId) ?? []), measurement]);
  const above = new Map<number, readonly TaskLink[]>();
  for (const task of new Set(rows.map((row) => row.task_id))) above.set(task, (await ancestorsOf(source, task)).map(({ slug, name }) => ({ slug, name })));
  return rows.map((row) => {
    const value: BoardValue = { raw: row.raw, number: row.number, spread: row.spread, unit: row.unit, note: row.value_note, status: row.status, rank: row.rank };
    const doubts = disputes.filter(({ result_id }) => result_id === row.id).map(({ text }) => text);
    const { word, measurement } = wordOf({ values: new Map([[row.metric_id, value]]), measurements: measured.get(row.id) ?? [], disputes: doubts, protocolId: row.protocol_id }, row.metric_id);
    return {
      resultId: row.id,
      board: row.board,
      task: { slug: row.task_slug, name: row.task_name },
      alsoUnder: above.get(row.task_id) ?? [],
      dataset: { slug: row.dataset_slug, name: row.dataset_name },
      metric: { id: row.metric_id, slug: row.metric_slug, name: row.metric_name },
      value,
      model: { slug: row.model_slug, name: row.model_name },
      extraData: row.extra_data === 1,
      sourcePlace: row.source_place,
      sourceKind: row.source_kind,
      note: row.note,
      protocol: row.protocol_slug === null ? undefined : { slug: row.protocol_slug, name: row.protocol_name ?? row.protocol_slug },
      disputes: doubts,
      word,
      measurement,
      results: row.results,
    };
  });
}

async function relatedPapers({ sql }: Source, id: number, boards: readonly string[], tasks: readonly number[]): Promise<PaperView["related"]> {
  const sameBoards =
    boards.length === 0
      ? []
      : await sql
          .selectFrom("result")
          .innerJoin("board", "board.id", "result.board_id")
          .innerJoin("paper", "paper.id", "result.paper_id")
          .select(["paper.slug as slug", "paper.title as title", "paper.date as date"])
          .where("board.slug", "in", boards.slice(0, 12))
          .where("paper.id", "!=", id)
          .where("result.position", "<", 60)
          .groupBy(["paper.slug", "paper.title", "paper.date", "paper.day"])
          .orderBy("paper.day", "desc")
          .limit(RELATED)
          .execute();
  const near = new Map<number, { count: number; day: number }>();
  for (const task of tasks.slice(0, 8)) {
    const newest = await sql.selectFrom("paper_task").select(["paper_id", "day"]).where("task_id", "=", task).orderBy("day", "desc").orderBy("paper_id", "desc").limit(RELATED + 30).execute();
    for (const { paper_id, day } of newest) if (paper_id !== id) near.set(paper_id, { count: (near.get(paper_id)?.count ?? 0) + 1, day });
  }
  const best = [...near].sort(([, a], [, b]) => b.count - a.count || b.day - a.day).slice(0, RELATED).map(([paper]) => paper);
  const rows = best.length === 0 ? [] : await sql.selectFrom("paper").select(["id", "slug", "title", "date"]).where("id", "in", best).execute();
  const known = new Set(sameBoards.map(({ slug }) => slug));
  return {
    sameBoards,
    sameTasks: best.flatMap((paper) => {
      const row = rows.find((candidate) => candidate.id === paper);
      return row === undefined || known.has(row.slug) ? [] : [{ slug: row.slug, title: row.title, date: row.date }];
    }),
  };
}

/** A paper in a list. */
export interface PaperSummary extends PaperLink {
  readonly id: number;
  readonly authors: readonly string[];
  readonly abstract: string | null;
  readonly tasks: readonly TaskLink[];
  readonly code: number;
  readonly results: number;
  readonly stub: boolean;
}

/** Lists are read from a key on, so that the thousandth page costs what the first does. */
export interface PaperKey {
  readonly day: number;
  readonly id: number;
}

/** "20454-193" as an address carries it. */
export const paperKeyText = ({ day, id }: PaperKey): string => `${day}.${id}`;

export function readPaperKey(text: string | undefined): PaperKey | undefined {
  const [, day, id] = /^(-?\d{1,9})\.(\d{1,10})$/.exec(text ?? "") ?? [];
  return day === undefined ? undefined : { day: Number(day), id: Number(id) };
}

/**
 * Papers, the newest first: of everything, a task, a method, a conference.
 *
 * @returns `next`, the key that the following page begins after
 */
export async function newestPapers(source: Source, { of, before, limit }: { readonly of?: { readonly kind: "task" | "method" | "conference"; readonly id: number } | undefined; readonly before?: PaperKey | undefined; readonly limit: number }): Promise<{ readonly papers: readonly PaperSummary[]; readonly next: PaperKey | undefined }> {
  const keys = await newestKeys(source, of, before, limit + 1);
  const shown = keys.slice(0, limit);
  return { papers: await paperSummaries(source, shown.map(({ id }) => id)), next: keys.length > limit ? shown.at(-1) : undefined };
}

async function newestKeys({ sql }: Source, of: { readonly kind: "task" | "method" | "conference"; readonly id: number } | undefined, before: PaperKey | undefined, limit: number): Promise<PaperKey[]> {
  const earlier = (id: "id" | "paper_id") => (before === undefined ? literal<boolean>`1 = 1` : literal<boolean>`(day, ${literal.ref(id)}) < (${before.day}, ${before.id})`);
  if (of?.kind === "task") return sql.selectFrom("paper_task").select(["paper_id as id", "day"]).where("task_id", "=", of.id).where(earlier("paper_id")).orderBy("day", "desc").orderBy("paper_id", "desc").limit(limit).execute();
  if (of?.kind === "method") return sql.selectFrom("paper_method").select(["paper_id as id", "day"]).where("method_id", "=", of.id).where(earlier("paper_id")).orderBy("day", "desc").orderBy("paper_id", "desc").limit(limit).execute();
  const papers = sql.selectFrom("paper").select(["id", "day"]).where(earlier("id")).orderBy("day", "desc").orderBy("id", "desc").limit(limit);
  return (of === undefined ? papers : papers.where("conference_id", "=", of.id)).execute();
}

/** Papers by their numbers, in the order given. */
export async function paperSummaries({ sql }: Source, ids: readonly number[]): Promise<PaperSummary[]> {
  if (ids.length === 0) return [];
  const rows = await sql
    .selectFrom("paper")
    .select(["id", "slug", "title", "date", "authors", "abstract", "stub", (expression) => expression.selectFrom("paper_repository").whereRef("paper_repository.paper_id", "=", "paper.id").select((count) => count.fn.countAll<number>().as("n")).as("code"), (expression) => expression.selectFrom("result").whereRef("result.paper_id", "=", "paper.id").select((count) => count.fn.countAll<number>().as("n")).as("results")])
    .where("id", "in", [...ids])
    .execute();
  const tasks = await sql.selectFrom("paper_task").innerJoin("task", "task.id", "paper_task.task_id").select(["paper_id", "slug", "name"]).where("paper_id", "in", [...ids]).where("hidden", "=", 0).execute();
  return ids.flatMap((id) => {
    const row = rows.find((candidate) => candidate.id === id);
    if (row === undefined) return [];
    return [{ id, slug: row.slug, title: row.title, date: row.date, authors: jsonList<string>(row.authors), abstract: row.abstract, tasks: tasks.filter(({ paper_id }) => paper_id === id).map(({ slug, name }) => ({ slug, name })), code: Number(row.code ?? 0), results: Number(row.results ?? 0), stub: row.stub === 1 }];
  });
}
