import { verdict, type Word } from "../boards/verdict.js";
import type { Source } from "./resolve.js";

export interface SiteCounts {
  readonly papers: number;
  readonly boards: number;
  readonly results: number;
  readonly datasets: number;
  readonly tasks: number;
  readonly methods: number;
  readonly measured: number;
  readonly repositories: number;
}

/** How much there is. Counting all papers of an archive takes a while: keep what this returns. */
export async function siteCounts({ sql }: Source): Promise<SiteCounts> {
  const count = async (table: "paper" | "board" | "result" | "dataset" | "task" | "method" | "measurement" | "repository"): Promise<number> => Number((await sql.selectFrom(table).select((expression) => expression.fn.countAll<number>().as("n")).executeTakeFirst())?.n ?? 0);
  return { papers: await count("paper"), boards: await count("board"), results: await count("result"), datasets: await count("dataset"), tasks: await count("task"), methods: await count("method"), measured: await count("measurement"), repositories: await count("repository") };
}

/** When content last changed: what caches of whole pages are keyed by. */
export async function contentVersion({ sql }: Source): Promise<string> {
  return (await sql.selectFrom("fact").select("value").where("key", "=", "changed").executeTakeFirst())?.value ?? "";
}

export interface Change {
  readonly at: string;
  readonly what: string;
  readonly detail: string | null;
  readonly id: number | null;
  readonly review: string | null;
}

/** Imports and revisions, the newest first. */
export async function changes({ sql }: Source, limit: number): Promise<Change[]> {
  const runs = await sql.selectFrom("import_run").select(["file", "kind", "started", "finished", "counts", "sha256"]).orderBy("id", "desc").limit(limit).execute();
  const revisions = await sql.selectFrom("revision").selectAll().orderBy("id", "desc").limit(limit).execute();
  return [
    ...runs.map(({ file, kind, started, finished, counts }) => ({ at: finished ?? started, what: `${finished === null ? "Importing" : "Imported"} ${file} (${kind.replaceAll("-", " ")})`, detail: Object.entries(JSON.parse(counts) as Record<string, number>).map(([name, n]) => `${name} ${n.toLocaleString("en")}`).join(", "), id: null, review: null })),
    ...revisions.map(({ id, entity, entity_id, at, comment, review }) => ({ at, what: `${entity} ${entity_id}`, detail: comment, id, review })),
  ]
    .sort((a, b) => (a.at < b.at ? 1 : -1))
    .slice(0, limit);
}

/** A measurement in a list, by its first figure. */
export interface MeasuredLine {
  readonly slug: string;
  readonly date: string;
  readonly model: { readonly slug: string; readonly name: string };
  readonly board: { readonly slug: string };
  readonly dataset: string;
  readonly protocol: string;
  readonly claim: string | null;
  readonly claimedBy: string | null;
  readonly number: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly word: Word;
}

/** The newest measurements; those beside a claim first among those of a day. */
export async function latestMeasurements({ sql }: Source, limit: number): Promise<MeasuredLine[]> {
  const rows = await sql
    .selectFrom("measurement")
    .innerJoin("model", "model.id", "measurement.model_id")
    .innerJoin("board", "board.id", "measurement.board_id")
    .innerJoin("dataset", "dataset.id", "board.dataset_id")
    .innerJoin("protocol", "protocol.id", "measurement.protocol_id")
    .innerJoin("measured_value", "measured_value.measurement_id", "measurement.id")
    .innerJoin("board_metric", (join) => join.onRef("board_metric.board_id", "=", "board.id").onRef("board_metric.metric_id", "=", "measured_value.metric_id"))
    .leftJoin("result", "result.id", "measurement.result_id")
    .leftJoin("value", (join) => join.onRef("value.result_id", "=", "result.id").onRef("value.metric_id", "=", "measured_value.metric_id"))
    .leftJoin("model as claimed", "claimed.id", "result.model_id")
    .select(["measurement.id as id", "measurement.slug as slug", "measurement.date as date", "measurement.state as state", "relation", "measurement.protocol_id as protocol_id", "result.protocol_id as claim_protocol", "model.slug as model_slug", "model.name as model_name", "board.slug as board", "dataset.name as dataset", "protocol.name as protocol", "value.raw as raw", "value.number as claim_number", "claimed.name as claimed_by", "measured_value.number as number", "low", "high", "board_metric.position as position"])
    .where("measurement.state", "in", ["succeeded", "stale"])
    .orderBy("measurement.date", "desc")
    .orderBy((expression) => expression.case().when("measurement.result_id", "is not", null).then(0).else(1).end())
    .orderBy("measurement.id")
    .orderBy("board_metric.position")
    .limit(limit * 3)
    .execute();
  const seen = new Set<number>();
  return rows
    .filter(({ id }) => !seen.has(id) && seen.add(id))
    .slice(0, limit)
    .map((row) => ({
      slug: row.slug,
      date: row.date,
      model: { slug: row.model_slug, name: row.model_name },
      board: { slug: row.board },
      dataset: row.dataset,
      protocol: row.protocol,
      claim: row.raw,
      claimedBy: row.claimed_by,
      number: row.number,
      low: row.low,
      high: row.high,
      word: verdict(row.raw === null ? undefined : { raw: row.raw, number: row.claim_number, protocolId: row.claim_protocol }, { state: row.state, relation: row.relation, protocolId: row.protocol_id, number: row.number, low: row.low, high: row.high }),
    }));
}
