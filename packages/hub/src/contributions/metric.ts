import { refreshBoards } from "../boards/refresh-boards.js";
import { slugify } from "../names/slug.js";
import { idNamed, type Source } from "../queries/resolve.js";
import { ReviewError } from "../review/revisions.js";
import type { ContributionKind, Filled } from "./contribution-kind.js";
import { checkAddress } from "./fill-in.js";

type Direction = "higher" | "lower";

/** A metric that a benchmark lacks, or what is better of one that it has. */
export const metricKind: ContributionKind = {
  words: "a metric",
  lead: "A metric that a benchmark lacks, or which way it goes: rows are ranked by it only where that is known.",
  fields: [
    { name: "board", label: "Benchmark", hint: "The end of its address: facial-expression-recognition-on-affectnet", required: true },
    { name: "metric", label: "Metric", required: true },
    { name: "direction", label: "Better is", options: [{ value: "higher", text: "higher" }, { value: "lower", text: "lower" }], required: true },
    { name: "source", label: "How one knows", type: "url" },
  ],
  title: ({ metric = "", board = "" }) => `${metric} of ${board}`,
  async check(source, filled) {
    checkAddress("How one knows", filled["source"]);
    const { known } = await target(source, filled);
    if (known?.direction === filled["direction"] && known?.direction_source === "declared") throw new ReviewError("That is what stands there.");
  },
  async hints(source, filled) {
    const { board, known } = await target(source, filled);
    return known === undefined || known.direction === "unknown" || known.direction === filled["direction"] ? [] : [{ kind: "direction", text: `The order of /sota/${board.slug} says otherwise: ${known.direction} is better.` }];
  },
  async differences(source, filled) {
    const { known } = await target(source, filled);
    return [{ field: `${filled["metric"]}: better is`, before: known?.direction ?? null, after: filled["direction"] ?? "" }];
  },
  async apply(source, filled) {
    await metricKind.check(source, filled);
    const { board, known } = await target(source, filled);
    const metric = await declareMetric(source, board.id, filled["metric"] ?? "", filled["direction"] as Direction);
    return { entity: "board", id: board.id, before: known === undefined ? null : { metric, direction: known.direction, direction_source: known.direction_source }, after: { metric, direction: filled["direction"], direction_source: "declared" } };
  },
  async undo({ sql, kind }, { id, before, after }) {
    const metric = Number(after["metric"]);
    const own = sql.selectFrom("value").innerJoin("result", "result.id", "result_id").select("result_id").where("board_id", "=", id).where("metric_id", "=", metric);
    if (before === null && (await own.executeTakeFirst()) !== undefined) throw new ReviewError("Claims state this metric by now.");
    if (before === null) await sql.deleteFrom("board_metric").where("board_id", "=", id).where("metric_id", "=", metric).execute();
    else await sql.updateTable("board_metric").set({ direction: before["direction"] as Direction, direction_source: String(before["direction_source"]) }).where("board_id", "=", id).where("metric_id", "=", metric).execute();
    await refreshBoards(sql, kind, [id]);
  },
  address: async ({ sql }, { id }) => {
    const row = await sql.selectFrom("board").select("slug").where("id", "=", id).executeTakeFirst();
    return row && `/sota/${row.slug}`;
  },
};

/** Gives a benchmark a metric where it lacks it, with what is better of it. @returns the metric's number */
export async function declareMetric({ sql, kind }: Source, board: number, name: string, direction: Direction): Promise<number> {
  const key = name.toLowerCase();
  const known = await sql.selectFrom("metric").select("id").where((is) => is.or([is("name_key", "=", key), is("slug", "=", slugify(name))])).executeTakeFirst();
  const metric = known?.id ?? (await sql.insertInto("metric").values({ slug: slugify(name) || "metric", name, name_key: key, unit: null }).returning("id").executeTakeFirstOrThrow()).id;
  const last = await sql.selectFrom("board_metric").select((max) => max.fn.max("position").as("position")).where("board_id", "=", board).executeTakeFirst();
  await sql
    .insertInto("board_metric")
    .values({ board_id: board, metric_id: metric, position: Number(last?.position ?? -1) + 1, direction, direction_source: "declared", best_result_id: null })
    .onConflict((conflict) => conflict.columns(["board_id", "metric_id"]).doUpdateSet({ direction, direction_source: "declared" }))
    .execute();
  await refreshBoards(sql, kind, [board]);
  return metric;
}

async function target(source: Source, { board = "", metric = "" }: Filled) {
  const id = await idNamed(source, "board", board.replace(/^.*\//, ""));
  const row = id === undefined ? undefined : await source.sql.selectFrom("board").select(["id", "slug"]).where("id", "=", id).executeTakeFirst();
  if (row === undefined) throw new ReviewError("The hub has no benchmark of this name.");
  if (slugify(metric) === "") throw new ReviewError("Metric: give it a name of letters.");
  const known = await source.sql.selectFrom("board_metric").innerJoin("metric", "metric.id", "metric_id").select(["direction", "direction_source"]).where("board_id", "=", row.id).where((is) => is.or([is("name_key", "=", metric.toLowerCase()), is("slug", "=", slugify(metric))])).executeTakeFirst();
  return { board: row, known };
}
