import { SHOWN_STATES } from "../boards/refresh-boards.js";
import type { Database } from "../database/database.js";
import { boardMetrics, boardView } from "../queries/boards.js";
import { measurementView, modelView } from "../queries/models.js";
import { idNamed, jsonList } from "../queries/resolve.js";
import { changes } from "../queries/site.js";
import { plainData } from "../server/plain-data.js";
import { list, one, pageOf, type Asked, type Endpoint, type ListPage } from "./endpoint.js";

/** Results in the form of Papers With Code: ranked by the board's first metric, `best_rank` null where that ranks nothing. */
export async function resultsOf({ sql }: Pick<Database, "sql">, by: "paper_id" | "board_id", id: number, only?: number): Promise<unknown[]> {
  let query = sql
    .selectFrom("result")
    .innerJoin("model", "model.id", "result.model_id")
    .leftJoin("paper", "paper.id", "result.paper_id")
    .select(["result.id as id", "board_id", "model.name as model", "extra_data", "paper.slug as paper", "result.date as date", "paper_url"])
    .where(`result.${by}`, "=", id)
    .where("state", "in", [...SHOWN_STATES])
    .orderBy("board_id")
    .orderBy("position");
  if (only !== undefined) query = query.where("result.id", "=", only);
  const rows = await query.execute();
  if (rows.length === 0) return [];
  const values = await sql.selectFrom("value").innerJoin("result", "result.id", "value.result_id").innerJoin("metric", "metric.id", "value.metric_id").select(["result_id", "metric_id", "metric.name as metric", "raw", "rank"]).where(`result.${by}`, "=", id).execute();
  const boards = [...new Set(rows.map(({ board_id }) => board_id))];
  const first = new Map((await sql.selectFrom("board_metric").innerJoin("metric", "metric.id", "metric_id").select(["board_id", "metric_id", "name"]).where("board_id", "in", boards).where("position", "=", 0).execute()).map((row) => [row.board_id, row]));
  return rows.map((row) => {
    const own = values.filter(({ result_id }) => result_id === row.id);
    const primary = first.get(row.board_id);
    const rank = own.find(({ metric_id }) => metric_id === primary?.metric_id)?.rank ?? null;
    return { id: String(row.id), best_rank: rank, metrics: Object.fromEntries(own.map(({ metric, raw }) => [metric, raw])), methodology: row.model, uses_additional_data: row.extra_data === 1, paper: row.paper, best_metric: rank === null ? null : (primary?.name ?? null), evaluated_on: row.date, external_source_url: row.paper_url };
  });
}

async function boardId(asked: Asked): Promise<number | undefined> {
  return await idNamed(asked.database, "board", asked.path("id"));
}

const ofBoard = <T>(read: (asked: Asked, id: number) => Promise<T>) => async (asked: Asked) => {
  const id = await boardId(asked);
  return id === undefined ? undefined : read(asked, id);
};

/** Evaluation tables, of everything, a task or a data set. */
export async function evaluationTables(asked: Asked, by?: { readonly column: "task_id" | "dataset_id"; readonly id: number } | undefined): Promise<ListPage> {
  const { sql } = asked.database;
  let query = sql.selectFrom("board").innerJoin("task", "task.id", "board.task_id").innerJoin("dataset", "dataset.id", "board.dataset_id");
  if (by !== undefined) query = query.where(`board.${by.column}`, "=", by.id);
  const total = await query.select((expression) => expression.fn.countAll<number>().as("n")).executeTakeFirst();
  const rows = await query.select(["board.slug as id", "task.slug as task", "dataset.slug as dataset", "board.description as description"]).orderBy("board.id").limit(asked.limit).offset(asked.offset).execute();
  return { count: Number(total?.n ?? 0), results: rows.map((row) => ({ ...row, mirror_url: null })) };
}

const metricJson = ({ slug, name, direction, directionSource }: { readonly slug: string; readonly name: string; readonly direction: string; readonly directionSource: string }) => ({ id: slug, name, description: `direction: ${directionSource}`, is_loss: direction === "unknown" ? null : direction === "lower" });

/** Benchmarks with metrics and results in the old forms, and whole in ours; measurements, models, splits, changes. */
export const evaluationEndpoints: readonly Endpoint[] = [
  list("/evaluations/", "Evaluation tables", "EvaluationTable", (asked) => evaluationTables(asked)),
  one("/evaluations/{id}/", "An evaluation table", "EvaluationTable", ofBoard(async (asked, id) => {
    const row = await asked.database.sql.selectFrom("board").innerJoin("task", "task.id", "board.task_id").innerJoin("dataset", "dataset.id", "board.dataset_id").select(["board.slug as id", "task.slug as task", "dataset.slug as dataset", "board.description as description"]).where("board.id", "=", id).executeTakeFirst();
    return row === undefined ? undefined : { ...row, mirror_url: null };
  })),
  list("/evaluations/{id}/metrics/", "A table's metrics; is_loss is null where nobody knows", "Metric", ofBoard(async (asked, id) => pageOf((await boardMetrics(asked.database, id)).map(metricJson), asked))),
  one("/evaluations/{id}/metrics/{metric}/", "A metric of a table", "Metric", ofBoard(async (asked, id) => {
    const metric = (await boardMetrics(asked.database, id)).find(({ slug }) => slug === asked.path("metric"));
    return metric === undefined ? undefined : metricJson(metric);
  })),
  list("/evaluations/{id}/results/", "A table's results", "Result", ofBoard(async (asked, id) => pageOf(await resultsOf(asked.database, "board_id", id), asked))),
  one("/evaluations/{id}/results/{result}/", "A result of a table", "Result", ofBoard(async (asked, id) => (/^\d{1,9}$/.test(asked.path("result")) ? (await resultsOf(asked.database, "board_id", id, Number(asked.path("result"))))[0] : undefined))),
  one("/boards/{id}/", "A benchmark: claims, measurements, protocols", "Board", ofBoard(async (asked, id) => plainData(await boardView(asked.database, id)))),
  one("/measurements/{id}/", "A measurement", "Measurement", async (asked) => plainData(await measurementView(asked.database, asked.path("id")))),
  one("/models/{id}/", "A model", "Model", async (asked) => plainData(await modelView(asked.database, asked.path("id")))),
  one("/splits/{id}/", "A split by its name or its manifest's hash", "Split", async (asked) => {
    const name = asked.path("id");
    const row = await asked.database.sql.selectFrom("split").innerJoin("dataset", "dataset.id", "split.dataset_id").select(["split.slug as id", "split.name as name", "dataset.slug as dataset", "manifest_sha256", "content_sha256", "images", "subjects", "classes", "made_by", "shippable"]).where((expression) => expression.or([expression("split.slug", "=", name), expression("manifest_sha256", "=", name)])).executeTakeFirst();
    return row === undefined ? undefined : { ...row, classes: jsonList<string>(row.classes), shippable: row.shippable === 1 };
  }),
  list("/changes/", "Imports and edits, the newest first", "Change", async (asked) => {
    const since = asked.query("since");
    return pageOf((await changes(asked.database, 1000)).filter(({ at }) => since === undefined || at >= since), asked);
  }, { since: "an ISO date: what came then or later" }),
];
