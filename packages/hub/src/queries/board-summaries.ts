import type { Source } from "./resolve.js";
import type { TaskLink } from "./tasks.js";

/** A board in a list: what leads it. */
export interface BoardSummary {
  readonly slug: string;
  readonly task: TaskLink;
  readonly dataset: TaskLink;
  readonly area: string | null;
  readonly results: number;
  readonly measured: number;
  readonly latest: string | null;
  /** The best measured figure by the first metric, under whatever protocol. */
  readonly bestMeasured: { readonly number: number; readonly slug: string } | undefined;
  /** By the first metric; undefined where nothing is ranked. */
  readonly best: { readonly model: string; readonly modelSlug: string; readonly raw: string; readonly metric: string; readonly paper: TaskLink | undefined } | undefined;
}

export interface BoardsWanted {
  readonly taskIds?: readonly number[] | undefined;
  readonly datasetId?: number | undefined;
  readonly area?: string | undefined;
  readonly order?: "notable" | "name" | undefined;
  readonly limit: number;
  readonly offset?: number | undefined;
}

/** Boards with their leaders. */
export async function boardSummaries({ sql }: Source, { taskIds, datasetId, area, order = "notable", limit, offset = 0 }: BoardsWanted): Promise<BoardSummary[]> {
  let query = sql
    .selectFrom("board")
    .innerJoin("task", "task.id", "board.task_id")
    .innerJoin("dataset", "dataset.id", "board.dataset_id")
    .leftJoin("area", "area.id", "task.area_id")
    .leftJoin("board_metric", (join) => join.onRef("board_metric.board_id", "=", "board.id").on("board_metric.position", "=", 0))
    .leftJoin("metric", "metric.id", "board_metric.metric_id")
    .leftJoin("result", "result.id", "board_metric.best_result_id")
    .leftJoin("value", (join) => join.onRef("value.result_id", "=", "result.id").onRef("value.metric_id", "=", "board_metric.metric_id"))
    .leftJoin("model", "model.id", "result.model_id")
    .leftJoin("paper", "paper.id", "result.paper_id")
    .select(["board.id as id", "board.slug as slug", "board_metric.direction as direction", "board_metric.metric_id as metric_id", "task.slug as task_slug", "task.name as task_name", "dataset.slug as dataset_slug", "dataset.name as dataset_name", "area.name as area", "board.results as results", "board.measured as measured", "board.latest as latest", "model.name as model", "model.slug as model_slug", "value.raw as raw", "metric.name as metric", "paper.slug as paper_slug", "paper.title as paper_title"])
    .where("task.hidden", "=", 0);
  if (taskIds !== undefined) query = query.where("board.task_id", "in", [...taskIds]);
  if (datasetId !== undefined) query = query.where("board.dataset_id", "=", datasetId);
  if (area !== undefined) query = query.where("area.slug", "=", area);
  query = order === "notable" ? query.orderBy("board.notability", "desc").orderBy("board.id") : query.orderBy("task.name").orderBy("dataset.name");
  const rows = await query.limit(limit).offset(offset).execute();
  const withFigures = rows.filter(({ measured }) => measured > 0).map(({ id }) => id);
  const figures = withFigures.length === 0 ? [] : await sql.selectFrom("measured_value").innerJoin("measurement", "measurement.id", "measured_value.measurement_id").select(["board_id", "metric_id", "number", "slug"]).where("board_id", "in", withFigures).where("state", "in", ["succeeded", "stale"]).orderBy("measurement.id").execute();
  const bestOf = (row: (typeof rows)[number]): BoardSummary["bestMeasured"] => {
    const own = figures.filter(({ board_id, metric_id }) => board_id === row.id && metric_id === row.metric_id);
    const best = own.toSorted((a, b) => (row.direction === "lower" ? a.number - b.number : b.number - a.number))[0];
    return best === undefined ? undefined : { number: best.number, slug: best.slug };
  };
  return rows.map((row) => ({
    bestMeasured: bestOf(row),
    slug: row.slug,
    task: { slug: row.task_slug, name: row.task_name },
    dataset: { slug: row.dataset_slug, name: row.dataset_name },
    area: row.area,
    results: row.results,
    measured: row.measured,
    latest: row.latest,
    best: row.model === null || row.raw === null || row.metric === null || row.model_slug === null ? undefined : { model: row.model, modelSlug: row.model_slug, raw: row.raw, metric: row.metric, paper: row.paper_slug === null || row.paper_title === null ? undefined : { slug: row.paper_slug, name: row.paper_title } },
  }));
}

export async function countBoards({ sql }: Source, area?: string | undefined): Promise<number> {
  let query = sql.selectFrom("board").innerJoin("task", "task.id", "board.task_id").leftJoin("area", "area.id", "task.area_id").select((expression) => expression.fn.countAll<number>().as("n")).where("task.hidden", "=", 0);
  if (area !== undefined) query = query.where("area.slug", "=", area);
  return Number((await query.executeTakeFirst())?.n ?? 0);
}
