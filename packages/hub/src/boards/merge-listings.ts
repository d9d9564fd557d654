import type { Kysely } from "kysely";
import type { Database } from "../database/database.js";
import { insertMany } from "../database/insert-many.js";
import type { Schema } from "../database/schema.js";
import { taskGraph } from "./task-graph.js";

/**
 * Makes one row of a result that a file lists under a task and under the task's ancestors: it stays where its task is
 * the narrowest. A board that held nothing else goes, and its address leads on.
 *
 * @returns how many rows went
 */
export async function mergeListings(sql: Kysely<Schema>, kind: Database["kind"]): Promise<number> {
  const doubled = await sql
    .selectFrom("result")
    .innerJoin("board", "board.id", "result.board_id")
    .select(["result.id as id", "result.fingerprint as fingerprint", "board.id as board", "board.task_id as task"])
    .where("result.fingerprint", "in", (query) => query.selectFrom("result").select("fingerprint").groupBy("fingerprint").having((expression) => expression.fn.countAll(), ">", 1))
    .where("result.source_kind", "!=", "submission")
    .orderBy("fingerprint")
    .orderBy("result.id")
    .execute();
  if (doubled.length === 0) return 0;
  const graph = taskGraph(await sql.selectFrom("task_parent").selectAll().execute());
  const gone: number[] = [];
  const leadsTo = new Map<number, number>();
  // One result after the other: its rows stand together.
  for (let start = 0, end = 0; start < doubled.length; start = end) {
    while (doubled[end]?.fingerprint === doubled[start]?.fingerprint && end < doubled.length) end += 1;
    const rows = doubled.slice(start, end);
    for (const row of rows) {
      const narrower = rows.find((other) => other.task !== row.task && graph.ancestors(other.task).has(row.task));
      if (narrower === undefined) continue;
      gone.push(row.id);
      leadsTo.set(row.board, narrower.board);
    }
  }
  for (let start = 0; start < gone.length; start += 500) {
    const some = gone.slice(start, start + 500);
    await sql.deleteFrom("value").where("result_id", "in", some).execute();
    await sql.deleteFrom("result").where("id", "in", some).execute();
  }
  const aliases: { kind: "board"; alias: string; target_id: number; reason: string }[] = [];
  for (const [board, target] of leadsTo) {
    const left = await sql.selectFrom("result").select("id").where("board_id", "=", board).limit(1).executeTakeFirst();
    const kept = await sql.selectFrom("protocol").select("id").where("board_id", "=", board).limit(1).executeTakeFirst();
    if (left !== undefined || kept !== undefined) continue;
    const { slug } = await sql.selectFrom("board").select("slug").where("id", "=", board).executeTakeFirstOrThrow();
    await sql.deleteFrom("board_metric").where("board_id", "=", board).execute();
    await sql.deleteFrom("board").where("id", "=", board).execute();
    let end = target;
    for (let next = leadsTo.get(end); next !== undefined && next !== target; next = leadsTo.get(end)) end = next;
    aliases.push({ kind: "board", alias: slug, target_id: end, reason: "the same results, listed under a wider task" });
  }
  await insertMany(sql, kind, "alias", aliases, "ignore");
  return gone.length;
}
