import type { Kysely } from "kysely";
import { refreshBoards } from "../boards/refresh-boards.js";
import type { Database } from "../database/database.js";
import type { EditorialState, Schema } from "../database/schema.js";
import { inTransaction } from "../database/transaction.js";
import { setFact } from "../search/rebuild-search.js";
import { mayBecome } from "./editorial-states.js";

/** Something can't be done in the state that a row is in; a sentence for whoever tried. */
export class ReviewError extends Error {
  override readonly name = "ReviewError";
}

export interface Decision {
  /** Null: the hub itself. */
  readonly person: number | null;
  /** Why, in words that stay readable for ever. */
  readonly reason: string;
}

/** Writes a line of the log, which nothing is ever taken from. @returns its number */
export async function writeRevision(sql: Kysely<Schema>, entity: string, entityId: number, before: unknown, after: unknown, { person, reason }: Decision, reverts: number | null = null): Promise<number> {
  const row = { entity, entity_id: entityId, before: before === null ? null : JSON.stringify(before), after: JSON.stringify(after), person_id: person, at: new Date().toISOString(), comment: reason, review: "accepted" as const, reverts };
  return (await sql.insertInto("revision").values(row).returning("id").executeTakeFirstOrThrow()).id;
}

/**
 * Moves a claim's row on: published, rejected, disputed, withdrawn and back.
 *
 * @throws ReviewError where there is no such row, no such way from the state that it is in, or no reason
 */
export async function moveResult(database: Database, id: number, to: EditorialState, decision: Decision): Promise<void> {
  if (decision.reason.trim() === "") throw new ReviewError("Say why, in a sentence that others can follow.");
  await inTransaction(database, async (sql) => {
    const row = await sql.selectFrom("result").select(["state", "board_id"]).where("id", "=", id).executeTakeFirst();
    if (row === undefined) throw new ReviewError("There is no such row.");
    if (!mayBecome(row.state, to)) throw new ReviewError(`A row that is ${row.state} can't become ${to}.`);
    const { numUpdatedRows } = await sql.updateTable("result").set({ state: to }).where("id", "=", id).where("state", "=", row.state).executeTakeFirst();
    if (numUpdatedRows !== 1n) throw new ReviewError("Somebody else decided on this row at the same moment.");
    await writeRevision(sql, "result", id, { state: row.state }, { state: to }, decision);
    await changed(sql, database.kind, row.board_id);
  });
}

/**
 * Undoes a revision: the row is again as it was before it. The undoing is a revision, too, so that it can be undone.
 *
 * @throws ReviewError where it is unknown, made a row, or the row has changed since
 */
export async function revertRevision(database: Database, id: number, decision: Decision): Promise<void> {
  await inTransaction(database, async (sql) => {
    const revision = await sql.selectFrom("revision").selectAll().where("id", "=", id).executeTakeFirst();
    if (revision === undefined || revision.entity !== "result" || revision.before === null || revision.after === null) throw new ReviewError("This change can't be undone from here.");
    const [before, after] = [JSON.parse(revision.before) as { state?: EditorialState }, JSON.parse(revision.after) as { state?: EditorialState }];
    const row = await sql.selectFrom("result").select(["state", "board_id"]).where("id", "=", revision.entity_id).executeTakeFirst();
    if (row === undefined || before.state === undefined || row.state !== after.state) throw new ReviewError("The row has changed since; undo the later change first.");
    await sql.updateTable("result").set({ state: before.state }).where("id", "=", revision.entity_id).execute();
    await writeRevision(sql, "result", revision.entity_id, after, before, decision, id);
    await changed(sql, database.kind, row.board_id);
  });
}

async function changed(sql: Kysely<Schema>, kind: Database["kind"], board: number): Promise<void> {
  await refreshBoards(sql, kind, [board]);
  await setFact(sql, "changed", new Date().toISOString());
}

/** Doubts a published row in public. @throws ReviewError */
export async function openDispute(database: Database, result: number, by: string, decision: Decision): Promise<void> {
  const row = await database.sql.selectFrom("result").select("state").where("id", "=", result).executeTakeFirst();
  if (row?.state === "published") await moveResult(database, result, "disputed", decision);
  else if (row?.state !== "disputed") throw new ReviewError("Only a row that is published can be disputed.");
  await database.sql.insertInto("dispute").values({ result_id: result, by, text: decision.reason, state: "open", resolution: null, revision_id: null, at: new Date().toISOString().slice(0, 10) }).execute();
}

/** Ends every open dispute of a row, for or against it. @throws ReviewError */
export async function settleDispute(database: Database, result: number, outcome: "published" | "withdrawn", decision: Decision): Promise<void> {
  await moveResult(database, result, outcome, decision);
  await database.sql.updateTable("dispute").set({ state: outcome === "withdrawn" ? "resolved" : "rejected", resolution: decision.reason }).where("result_id", "=", result).where("state", "=", "open").execute();
}
