import { flattenTask } from "../archive/task-record.js";
import { openBoardBook, writeTasks } from "../import/write-boards.js";
import { idNamed, type Source } from "../queries/resolve.js";
import { ReviewError } from "../review/revisions.js";
import { indexNames } from "../search/index-new.js";
import type { ContributionKind, Filled } from "./contribution-kind.js";
import { checkAddress, listed } from "./fill-in.js";
import { declareMetric } from "./metric.js";
import { writeRecord } from "./write-records.js";

/** A table for the results of a task on a data set, before it has any. */
export const benchmarkKind: ContributionKind = {
  words: "a benchmark",
  lead: "A task on a data set that has no table here yet. Claims are handed in when it is there.",
  fields: [
    { name: "task", label: "Task", hint: "Its name, or the end of its address here.", required: true },
    { name: "dataset", label: "Data set", hint: "Its name, or the end of its address here.", required: true },
    { name: "metrics", label: "Metrics", hint: "One a line, the first ranks: “Accuracy, higher”, “Error rate, lower”.", lines: 3 },
    { name: "description", label: "Description", lines: 4 },
    { name: "source", label: "Where it comes from", type: "url" },
  ],
  title: ({ task = "", dataset = "" }) => `${task} on ${dataset}`,
  async check(source, filled) {
    checkAddress("Where it comes from", filled["source"]);
    metricsOf(filled);
    const { board } = await placeOf(source, filled);
    if (board !== undefined) throw new ReviewError(`The hub has this benchmark: /sota/${board.slug}.`);
  },
  async hints(source, filled) {
    const { task, dataset } = await placeOf(source, filled);
    return [
      ...(task.id === undefined ? [{ kind: "duplicate" as const, text: `The task “${task.name}” is new here; publishing makes it.` }] : []),
      ...(dataset.id === undefined ? [{ kind: "duplicate" as const, text: `The data set “${dataset.name}” is new here; publishing makes it.` }] : []),
    ];
  },
  differences: async (_, filled) => benchmarkKind.fields.flatMap(({ name, label }) => (filled[name] ? [{ field: label, before: null, after: filled[name] }] : [])),
  async apply(source, filled) {
    await benchmarkKind.check(source, filled);
    const { task, dataset } = await placeOf(source, filled);
    const metrics = metricsOf(filled);
    const record = { task: task.name, datasets: [{ dataset: dataset.name, description: filled["description"] || null, dataset_links: filled["source"] ? [{ title: "source", url: filled["source"] }] : [], sota: { metrics: metrics.map(({ name }) => name), rows: [] } }] };
    await writeRecord(source, (one) => [...flattenTask(one)], async (sql, context, records) => await writeTasks(sql, context, await openBoardBook(sql), records.flat(), { kind: "hub-additions", name: "a contribution" }), record);
    const { board } = await placeOf(source, filled);
    if (board === undefined) throw new ReviewError("The benchmark cannot be made of these names.");
    for (const { name, direction } of metrics) if (direction !== undefined) await declareMetric(source, board.id, name, direction);
    await indexNames(source);
    return { entity: "board", id: board.id, before: null, after: { slug: board.slug } };
  },
  async undo({ sql }, { id }) {
    for (const table of ["result", "measurement", "protocol"] as const) if ((await sql.selectFrom(table).select("id").where("board_id", "=", id).executeTakeFirst()) !== undefined) throw new ReviewError("Claims or measurements rest on this benchmark by now.");
    await sql.deleteFrom("board_metric").where("board_id", "=", id).execute();
    await sql.deleteFrom("board").where("id", "=", id).execute();
  },
  address: async ({ sql }, { id }) => {
    const row = await sql.selectFrom("board").select("slug").where("id", "=", id).executeTakeFirst();
    return row && `/sota/${row.slug}`;
  },
};

/** "Accuracy, higher" a line. @throws ReviewError where a line says something else of the direction */
function metricsOf({ metrics }: Filled): readonly { readonly name: string; readonly direction: "higher" | "lower" | undefined }[] {
  return listed(metrics).map((line) => {
    const [, name = "", said] = /^(.*?)(?:,\s*(\w+))?$/.exec(line) ?? [];
    if (name === "" || (said !== undefined && said !== "higher" && said !== "lower")) throw new ReviewError(`Metrics: write “${name || "Accuracy"}, higher” or “${name || "Error"}, lower”.`);
    return { name, direction: said };
  });
}

/** What a task, a data set and their benchmark are here, by name or by slug; without a number where they are not. */
export async function placeOf(source: Source, { task = "", dataset = "" }: Filled) {
  const named = async (kind: "task" | "dataset", said: string): Promise<{ readonly name: string; readonly id: number | undefined }> => {
    const id = await idNamed(source, kind, said);
    const rows = source.sql.selectFrom(kind).select(["id", "name"]);
    const row = await (id === undefined ? rows.where("name", "=", said) : rows.where("id", "=", id)).executeTakeFirst();
    return row ?? { name: said, id: undefined };
  };
  const [ofTask, ofDataset] = [await named("task", task), await named("dataset", dataset)];
  const board = ofTask.id === undefined || ofDataset.id === undefined ? undefined : await source.sql.selectFrom("board").select(["id", "slug", "description"]).where("task_id", "=", ofTask.id).where("dataset_id", "=", ofDataset.id).executeTakeFirst();
  return { task: ofTask, dataset: ofDataset, board };
}
