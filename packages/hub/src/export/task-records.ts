import type { Database } from "../database/database.js";
import { jsonList } from "../queries/resolve.js";
import { groupBy } from "./records.js";

type Source = Pick<Database, "sql" | "kind">;

/** Tasks whose boards are read at once. */
const TASKS = 100;

/**
 * Tasks with their boards, in the form of evaluation-tables. Every task is a record with its boards once; what lies under
 * it is named within, without boards, so that the graph is whole and no result is written twice.
 */
export async function* taskRecords({ sql }: Source): AsyncGenerator<unknown> {
  const tasks = await sql.selectFrom("task").selectAll().orderBy("id").execute();
  const nameOf = new Map(tasks.map(({ id, name }) => [id, name]));
  const children = groupBy(await sql.selectFrom("task_parent").selectAll().orderBy("parent_id").orderBy("child_id").execute(), ({ parent_id }) => parent_id);
  const datasets = new Map((await sql.selectFrom("dataset").select(["id", "name", "parent_id"]).execute()).map((row) => [row.id, row]));
  for (let start = 0; start < tasks.length; start += TASKS) {
    const some = tasks.slice(start, start + TASKS);
    const boards = await boardsOf({ sql }, some.map(({ id }) => id));
    for (const task of some) {
      yield {
        task: task.name,
        description: task.description ?? "",
        categories: jsonList<string>(task.categories),
        source_link: task.source_link === null ? null : (JSON.parse(task.source_link) as unknown),
        synonyms: jsonList<string>(task.synonyms),
        datasets: (boards.get(task.id) ?? []).map(({ datasetId, ...board }) => {
          const dataset = datasets.get(datasetId);
          const parent = dataset?.parent_id === null || dataset === undefined ? undefined : datasets.get(dataset.parent_id);
          const own = { dataset: dataset?.name ?? "", ...board, subdatasets: [] };
          return parent === undefined ? own : { dataset: parent.name, description: "", dataset_links: [], dataset_citations: [], subdatasets: [own] };
        }),
        subtasks: (children.get(task.id) ?? []).map(({ child_id }) => ({ task: nameOf.get(child_id) ?? "", description: "", categories: [], source_link: null, synonyms: [], datasets: [], subtasks: [] })),
      };
    }
  }
}

async function boardsOf({ sql }: Pick<Source, "sql">, tasks: readonly number[]) {
  const boards = await sql.selectFrom("board").selectAll().where("task_id", "in", [...tasks]).orderBy("id").execute();
  const ids = [-1, ...boards.map(({ id }) => id)];
  const metrics = await sql.selectFrom("board_metric").innerJoin("metric", "metric.id", "board_metric.metric_id").select(["board_id", "metric_id", "name"]).where("board_id", "in", ids).orderBy("position").execute();
  const rows = await sql.selectFrom("result").innerJoin("model", "model.id", "result.model_id").leftJoin("paper", "paper.id", "result.paper_id").select(["result.id as id", "board_id", "model.name as model", "paper_title", "paper_url", "paper.title as title", "paper.slug as slug", "result.date as date", "extra_data", "code", "model_links", "tags"]).where("board_id", "in", ids).where("state", "in", ["published", "disputed"]).orderBy("position").orderBy("result.id").execute();
  const values = await sql.selectFrom("value").innerJoin("result", "result.id", "value.result_id").select(["result_id", "metric_id", "raw"]).where("result.board_id", "in", ids).execute();
  const valuesOf = groupBy(values, ({ result_id }) => result_id);
  const rowsOf = groupBy(rows, ({ board_id }) => board_id);
  const metricsOf = groupBy(metrics, ({ board_id }) => board_id);
  return groupBy(
    boards.map((board) => {
      const names = new Map((metricsOf.get(board.id) ?? []).map(({ metric_id, name }) => [metric_id, name]));
      return {
        taskId: board.task_id,
        datasetId: board.dataset_id,
        description: board.description ?? "",
        dataset_links: jsonList<unknown>(board.links),
        dataset_citations: jsonList<unknown>(board.citations),
        sota: {
          metrics: [...names.values()],
          rows: (rowsOf.get(board.id) ?? []).map((row) => ({
            model_name: row.model,
            paper_title: row.paper_title ?? row.title ?? "",
            // The row's own address first: it is how the archive names papers. A paper known otherwise is named by its page.
            paper_url: row.paper_url ?? (row.slug === null ? null : `https://paperswithcode.com/paper/${row.slug}`),
            paper_date: row.date,
            uses_additional_data: row.extra_data === 1,
            code_links: jsonList<unknown>(row.code),
            model_links: jsonList<unknown>(row.model_links),
            tags: jsonList<unknown>(row.tags),
            metrics: Object.fromEntries((valuesOf.get(row.id) ?? []).flatMap(({ metric_id, raw }) => (names.has(metric_id) ? [[names.get(metric_id) ?? "", raw]] : []))),
          })),
        },
      };
    }),
    ({ taskId }) => taskId,
  );
}
