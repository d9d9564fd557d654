import type { Kysely } from "kysely";
import type { Database } from "../database/database.js";
import type { Schema } from "../database/schema.js";
import { updateMany } from "../database/update-many.js";
import { directionByOrder, inferDirection, type Direction } from "../values/metric-direction.js";
import { rank } from "../values/rank.js";

/** Boards whose rows are read at once. */
const BOARDS = 200;

/** States in which a result stands on its board. */
export const SHOWN_STATES = ["published", "disputed"] as const;

interface Row {
  readonly id: number;
  readonly board_id: number;
  readonly protocol_id: number | null;
  readonly paper_id: number | null;
  readonly date: string | null;
  readonly position: number;
}

/**
 * Counts again what follows from a board's rows: directions that nobody has declared, places, the best, how many and how
 * new. To be called after every change of results, values, directions or protocols.
 *
 * @param boards their numbers; all of them by default
 */
export async function refreshBoards(sql: Kysely<Schema>, kind: Database["kind"], boards?: readonly number[] | undefined, onProgress?: ((done: number, total: number) => void) | undefined): Promise<void> {
  const ids = boards ?? (await sql.selectFrom("board").select("id").orderBy("id").execute()).map(({ id }) => id);
  for (let start = 0; start < ids.length; start += BOARDS) {
    await refreshSome(sql, kind, ids.slice(start, start + BOARDS));
    onProgress?.(Math.min(ids.length, start + BOARDS), ids.length);
  }
}

async function refreshSome(sql: Kysely<Schema>, kind: Database["kind"], ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const boards = await sql.selectFrom("board").select(["id", "order_kept"]).where("id", "in", ids).execute();
  const metrics = await sql.selectFrom("board_metric").innerJoin("metric", "metric.id", "board_metric.metric_id").select(["board_id", "metric_id", "position", "direction", "direction_source", "best_result_id", "metric.name as name"]).where("board_id", "in", ids).orderBy("position").execute();
  const rows: Row[] = await sql.selectFrom("result").select(["id", "board_id", "protocol_id", "paper_id", "date", "position"]).where("board_id", "in", ids).where("state", "in", [...SHOWN_STATES]).orderBy("position").execute();
  const values = await sql.selectFrom("value").innerJoin("result", "result.id", "value.result_id").select(["result_id", "metric_id", "number", "unit", "rank", "raw"]).where("result.board_id", "in", ids).execute();
  const measuredBy = await sql.selectFrom("measured_value").innerJoin("measurement", "measurement.id", "measured_value.measurement_id").select(["board_id", "metric_id"]).where("board_id", "in", ids).execute();
  const measured = await sql.selectFrom("measurement").select(["board_id", "date"]).where("board_id", "in", ids).where("state", "=", "succeeded").execute();
  const valueOf = new Map(values.map((value) => [`${value.result_id} ${value.metric_id}`, value]));
  const ranks: [number, number, number | null][] = [];
  const found: [number, number, string, string, number | null][] = [];
  const places: [number, number, number][] = [];
  const facts: [number, number, number, number, string | null, number][] = [];
  const rowsOf = byBoard(rows);
  for (const { id: board, order_kept } of boards) {
    const own = rowsOf.get(board) ?? [];
    const main = mainProtocol(own);
    for (const metric of metrics) {
      if (metric.board_id !== board) continue;
      const numbers = own.map((row) => valueOf.get(`${row.id} ${metric.metric_id}`));
      const inferred =
        metric.direction_source === "declared"
          ? { direction: metric.direction as Direction, source: "declared" }
          : inferDirection(metric.name, directionByOrder(numbers.map((value) => value?.number ?? null), own.map(({ date }) => date)), order_kept === 1);
      let best: number | null = null;
      for (const protocol of new Set(own.map(({ protocol_id }) => protocol_id))) {
        const group = own.flatMap((row, index) => (row.protocol_id === protocol ? [{ row, value: numbers[index] }] : []));
        const places = rank(group.map(({ value }) => ({ number: value?.number ?? null, unit: value?.unit ?? null })), inferred.direction);
        for (const [index, { row, value }] of group.entries()) {
          const place = places[index] ?? null;
          if (place === 1 && protocol === main) best ??= row.id;
          if (value !== undefined && value.rank !== place) ranks.push([row.id, metric.metric_id, place]);
        }
      }
      if (best !== metric.best_result_id || inferred.direction !== metric.direction || inferred.source !== metric.direction_source) found.push([board, metric.metric_id, inferred.direction, inferred.source, best]);
    }
    // A table that was put together of several has no first metric of its own: what is measured leads, then what most rows have.
    if (order_kept === 0) {
      const weight = (metric: number): number => 1000 * measuredBy.filter((one) => one.board_id === board && one.metric_id === metric).length + own.filter((row) => valueOf.get(`${row.id} ${metric}`)?.number !== null && valueOf.has(`${row.id} ${metric}`)).length;
      const listed = metrics.filter((metric) => metric.board_id === board);
      const sorted = listed.toSorted((a, b) => weight(b.metric_id) - weight(a.metric_id));
      for (const [position, { metric_id }] of sorted.entries()) if (listed[position]?.metric_id !== metric_id) places.push([board, metric_id, position]);
    }
    const times = measured.filter((measurement) => measurement.board_id === board);
    const latest = [...own.map(({ date }) => date), ...times.map(({ date }) => date)].filter((date) => date !== null).sort().at(-1) ?? null;
    facts.push([board, own.length, new Set(own.flatMap(({ paper_id }) => paper_id ?? [])).size, times.length, latest, notability(own.length, latest, times.length)]);
  }
  await updateMany(sql, kind, "value", { result_id: "integer", metric_id: "integer" }, { rank: "integer" }, ranks);
  await updateMany(sql, kind, "board_metric", { board_id: "integer", metric_id: "integer" }, { direction: "text", direction_source: "text", best_result_id: "integer" }, found);
  await updateMany(sql, kind, "board_metric", { board_id: "integer", metric_id: "integer" }, { position: "integer" }, places);
  await updateMany(sql, kind, "board", { id: "integer" }, { results: "integer", papers: "integer", measured: "integer", latest: "text", notability: "double precision" }, facts);
  await sql.updateTable("board").set((expression) => ({ version: expression("version", "+", 1) })).where("id", "in", ids).execute();
}

/** Rows are ranked with those of the protocol that most rows have; "not stated" is one of them. */
export function mainProtocol(rows: readonly { readonly protocol_id: number | null }[]): number | null {
  const counts = new Map<number | null, number>();
  for (const { protocol_id } of rows) counts.set(protocol_id, (counts.get(protocol_id) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || (a ?? 0) - (b ?? 0))[0]?.[0] ?? null;
}

/** Many rows, new ones, and above all measured ones make a board worth a place on the first page. */
function notability(results: number, latest: string | null, measured: number): number {
  const year = latest === null ? 2012 : Number(latest.slice(0, 4));
  return Math.round(100 * (2 * Math.log2(1 + results) + 0.35 * Math.min(12, Math.max(0, year - 2014)) + (measured > 0 ? 8 : 0))) / 100;
}

function byBoard(rows: readonly Row[]): Map<number, Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.board_id);
    if (group === undefined) groups.set(row.board_id, [row]);
    else group.push(row);
  }
  return groups;
}
