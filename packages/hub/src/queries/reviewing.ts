import type { EditorialState } from "../database/schema.js";
import type { Source } from "./resolve.js";

/** A claim as reviewers and its author see it. */
export interface ReviewedClaim {
  readonly id: number;
  readonly state: EditorialState;
  readonly model: string;
  readonly board: string;
  readonly boardSlug: string;
  readonly paper: string | null;
  readonly paperSlug: string | null;
  readonly source: string | null;
  readonly place: string | null;
  readonly quote: string | null;
  readonly protocol: string | null;
  readonly values: readonly { readonly metric: string; readonly raw: string }[];
  readonly submittedBy: number | null;
}

export async function claimById({ sql }: Source, id: number): Promise<ReviewedClaim | undefined> {
  const row = await sql
    .selectFrom("result")
    .innerJoin("model", "model.id", "result.model_id")
    .innerJoin("board", "board.id", "result.board_id")
    .leftJoin("paper", "paper.id", "result.paper_id")
    .leftJoin("protocol", "protocol.id", "result.protocol_id")
    .select(["result.id as id", "result.state as state", "model.name as model", "board.title as board", "board.slug as boardSlug", "paper.title as paper", "paper.slug as paperSlug", "paper_url as source", "source_place as place", "quote", "protocol.name as protocol", "submitted_by as submittedBy"])
    .where("result.id", "=", id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return { ...row, values: await sql.selectFrom("value").innerJoin("metric", "metric.id", "value.metric_id").select(["metric.name as metric", "raw"]).where("result_id", "=", id).execute() };
}

/** Rows that wait for a decision, the oldest first. */
export async function claimsIn(source: Source, states: readonly EditorialState[], limit = 100): Promise<readonly ReviewedClaim[]> {
  const ids = await source.sql.selectFrom("result").select("id").where("state", "in", [...states]).where("submitted_by", "is not", null).orderBy("id").limit(limit).execute();
  const claims = await Promise.all(ids.map(({ id }) => claimById(source, id)));
  return claims.flatMap((claim) => claim ?? []);
}

export interface RevisionLine {
  readonly id: number;
  readonly at: string;
  readonly by: string | null;
  readonly before: string | null;
  readonly after: string | null;
  readonly comment: string | null;
}

/** What was decided on a row, the oldest first. */
export async function revisionsOf({ sql }: Source, entity: string, id: number): Promise<readonly RevisionLine[]> {
  return await sql.selectFrom("revision").leftJoin("person", "person.id", "revision.person_id").select(["revision.id as id", "at", "person.name as by", "before", "after", "comment"]).where("entity", "=", entity).where("entity_id", "=", id).orderBy("revision.id").execute();
}

/** Whether everybody may see a row: it is published or disputed, or was before it was withdrawn. What was never published stays between its author and reviewers. */
export async function isPublic({ sql }: Source, entity: string, id: number, state: EditorialState): Promise<boolean> {
  if (state === "published" || state === "disputed") return true;
  if (state !== "withdrawn") return false;
  return (await sql.selectFrom("revision").select("id").where("entity", "=", entity).where("entity_id", "=", id).where("before", "in", ['{"state":"published"}', '{"state":"disputed"}']).executeTakeFirst()) !== undefined;
}
