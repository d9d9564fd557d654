import type { Database } from "../src/database/database.js";

/** Columns that numbering, time and caches make, not content. */
const OWN = ["title_hash", "version", "fingerprint", "position", "checked_at"];

/** Everything that's published, named by slugs in place of numbers and sorted: equal for equal hubs. */
export async function publishedState({ sql }: Pick<Database, "sql">): Promise<Readonly<Record<string, readonly string[]>>> {
  const names: Record<string, Map<number, string>> = {};
  for (const table of ["paper", "task", "dataset", "method", "board", "model", "repository", "conference", "area", "metric", "split", "protocol", "measurement"] as const) {
    const rows = (await sql.selectFrom(table).selectAll().execute()) as readonly Record<string, unknown>[];
    names[table] = new Map(rows.map((row) => [Number(row["id"]), String(row["slug"] ?? row["url"])]));
  }
  const results = new Map<number, string>();
  const counts = new Map<string, number>();
  for (const { id, board_id, model_id } of await sql.selectFrom("result").select(["id", "board_id", "model_id"]).orderBy("board_id").orderBy("position").execute()) {
    const board = names["board"]?.get(board_id) ?? "";
    const place = counts.get(board) ?? 0;
    counts.set(board, place + 1);
    results.set(id, `${board} ${place} ${names["model"]?.get(model_id)}`);
  }
  names["result"] = results;
  const references: Readonly<Record<string, string>> = { paper_id: "paper", task_id: "task", dataset_id: "dataset", method_id: "method", board_id: "board", model_id: "model", repository_id: "repository", conference_id: "conference", area_id: "area", metric_id: "metric", split_id: "split", protocol_id: "protocol", result_id: "result", best_result_id: "result", child_id: "task", parent_id: "task", measurement_id: "measurement" };
  const state: Record<string, string[]> = {};
  for (const table of ["paper", "paper_author", "author", "repository", "paper_repository", "conference", "area", "task", "task_parent", "paper_task", "dataset", "dataset_variant", "dataset_task", "method", "method_collection", "paper_method", "metric", "board", "board_metric", "split", "protocol", "model", "result", "value", "measurement", "measured_value", "dispute", "alias"] as const) {
    const rows = (await sql.selectFrom(table).selectAll().execute()) as readonly Record<string, unknown>[];
    state[table] = rows
      .map((row) =>
        JSON.stringify(
          Object.fromEntries(
            Object.entries(row)
              .filter(([column]) => !OWN.includes(column))
              .map(([column, value]) => {
                const named = column === "id" ? (table === "author" ? undefined : table) : table === "alias" && column === "target_id" ? String(row["kind"]) : table === "dataset" && column === "parent_id" ? "dataset" : table.startsWith("method_coll") && column === "area_id" ? undefined : references[column];
                return [column, named === undefined || value === null ? value : (names[named]?.get(Number(value)) ?? "")];
              }),
          ),
        ),
      )
      .sort();
  }
  return state;
}

/** What one hub has and the other hasn't; empty for equal hubs. */
export function differences(before: Readonly<Record<string, readonly string[]>>, after: Readonly<Record<string, readonly string[]>>): string[] {
  return Object.entries(before).flatMap(([table, rows]) => {
    const [old, now] = [new Set(rows), new Set(after[table])];
    return [...rows.filter((row) => !now.has(row)).map((row) => `${table} − ${row}`), ...(after[table] ?? []).filter((row) => !old.has(row)).map((row) => `${table} + ${row}`)];
  });
}
