import type { Kysely } from "kysely";
import type { Person } from "../accounts/accounts.js";
import type { Database } from "../database/database.js";
import type { EditorialState, Schema } from "../database/schema.js";
import { inTransaction } from "../database/transaction.js";
import { scoreSpam, SPAM_LIMIT } from "../names/spam.js";
import type { Source } from "../queries/resolve.js";
import { mayBecome } from "../review/editorial-states.js";
import { type Decision, ReviewError, writeRevision } from "../review/revisions.js";
import { setFact } from "../search/rebuild-search.js";
import type { Applied, ContributionKind, Filled } from "./contribution-kind.js";
import { readFilled } from "./fill-in.js";
import { CONTRIBUTION_KINDS, type ContributionName, isContribution } from "./kinds.js";

/** Something handed in, as it stands. */
export interface Contribution {
  readonly id: number;
  readonly name: ContributionName;
  readonly kind: ContributionKind;
  readonly state: EditorialState;
  readonly filled: Filled;
  /** What publishing wrote, while it stands. */
  readonly applied: Applied | undefined;
  readonly by: { readonly id: number; readonly name: string };
  readonly created: string;
}

interface Kept {
  readonly filled: Filled;
  readonly applied?: Applied | undefined;
}

/** The log's word for a contribution. */
export const CONTRIBUTION = "contribution";

export async function contributionById({ sql }: Source, id: number): Promise<Contribution | undefined> {
  const row = await sql.selectFrom("submission").innerJoin("person", "person.id", "submission.person_id").select(["submission.id as id", "kind", "state", "content", "person_id", "person.name as by", "created"]).where("submission.id", "=", id).executeTakeFirst();
  if (row === undefined || !isContribution(row.kind)) return undefined;
  const { filled, applied } = JSON.parse(row.content) as Kept;
  return { id: row.id, name: row.kind, kind: CONTRIBUTION_KINDS[row.kind], state: row.state, filled, applied, by: { id: row.person_id, name: row.by }, created: row.created };
}

/** Those in some states, the oldest first. @param person only theirs */
export async function contributionsIn(source: Source, states: readonly EditorialState[], person?: number): Promise<readonly Contribution[]> {
  let query = source.sql.selectFrom("submission").select("id").where("kind", "in", Object.keys(CONTRIBUTION_KINDS) as ContributionName[]).where("state", "in", [...states]);
  if (person !== undefined) query = query.where("person_id", "=", person);
  const rows = await query.orderBy("id").limit(100).execute();
  return (await Promise.all(rows.map(({ id }) => contributionById(source, id)))).flatMap((one) => one ?? []);
}

/**
 * Keeps a draft, a new one or one of the person's own.
 *
 * @returns its number
 * @throws ReviewError where a field is missing or too long, or there is no such draft
 */
export async function keepDraft(database: Database, person: Person, name: ContributionName, came: Readonly<Record<string, unknown>>, id?: number): Promise<number> {
  const content = JSON.stringify({ filled: readFilled(CONTRIBUTION_KINDS[name].fields.map((field) => ({ ...field, required: false })), came) } satisfies Kept);
  if (id !== undefined) {
    const { numUpdatedRows } = await database.sql.updateTable("submission").set({ content }).where("id", "=", id).where("kind", "=", name).where("person_id", "=", person.id).where("state", "=", "draft").executeTakeFirst();
    if (numUpdatedRows !== 1n) throw new ReviewError("You have no such draft.");
    return id;
  }
  return await inTransaction(database, async (sql) => {
    const row = await sql.insertInto("submission").values({ kind: name, person_id: person.id, state: "draft", content, target_id: null, created: new Date().toISOString() }).returning("id").executeTakeFirstOrThrow();
    await writeRevision(sql, CONTRIBUTION, row.id, null, { state: "draft" }, { person: person.id, reason: "begun" });
    return row.id;
  });
}

/**
 * Hands a draft in: it's checked and screened, and waits for a reviewer unless it's spam.
 *
 * @throws ReviewError in words for whoever filled it in; the draft stays
 */
export async function handIn(database: Database, person: Person, id: number): Promise<EditorialState> {
  const draft = await contributionById(database, id);
  if (draft === undefined || draft.by.id !== person.id || draft.state !== "draft") throw new ReviewError("You have no such draft.");
  const { kind, filled } = draft;
  await kind.check(database, readFilled(kind.fields, filled));
  const { score, reasons } = scoreSpam(proseOf(kind, filled), true);
  const outcome: EditorialState = score >= SPAM_LIMIT ? "rejected" : "pending";
  await inTransaction(database, async (sql) => {
    await become(sql, id, "draft", "screening", { person: person.id, reason: `${kind.words} handed in` });
    await become(sql, id, "screening", outcome, { person: null, reason: outcome === "rejected" ? `screened: ${reasons.join(", ")}` : "screened: nothing found" });
  });
  return outcome;
}

/** What a person wrote, without addresses and arXiv's numbers, which look like those of telephones. */
function proseOf({ fields }: ContributionKind, filled: Filled): string[] {
  return fields.flatMap(({ name, type }) => (type === "url" ? [] : [(filled[name] ?? "").replace(/\b\d{4}\.\d{4,5}(?:v\d+)?\b|https?:\S+|\b\d{4}-\d{2}(?:-\d{2})?\b/g, "")]));
}

/**
 * Decides on what was handed in. Publishing writes it into the hub's tables, withdrawing takes that back; every step is a line of
 * the log.
 *
 * @throws ReviewError where there is no such way from the state that it is in, no reason, or what it rests on has changed
 */
export async function moveContribution(database: Database, id: number, to: EditorialState, decision: Decision, reverts: number | null = null): Promise<void> {
  if (decision.reason.trim() === "") throw new ReviewError("Say why, in a sentence that others can follow.");
  await inTransaction(
    database,
    async (sql) => {
      const source = { sql, kind: database.kind };
      const one = await contributionById(source, id);
      if (one === undefined) throw new ReviewError("There is no such contribution.");
      if (reverts === null && !mayBecome(one.state, to)) throw new ReviewError(`What is ${one.state} can't become ${to}.`);
      await become(sql, id, one.state, to, decision, reverts);
      const [stood, stands] = [isShown(one.state), isShown(to)];
      if (stood === stands) return;
      if (stands) {
        const applied = await one.kind.apply(source, one.filled);
        await keep(sql, id, { filled: one.filled, applied });
        await writeRevision(sql, applied.entity, applied.id, applied.before, applied.after, { ...decision, reason: `${one.kind.words}: ${decision.reason}` });
      } else if (one.applied !== undefined) {
        await one.kind.undo(source, one.applied);
        await keep(sql, id, { filled: one.filled });
        await writeRevision(sql, one.applied.entity, one.applied.id, one.applied.after, one.applied.before ?? { withdrawn: true }, { ...decision, reason: `${one.kind.words} taken back: ${decision.reason}` });
      }
      await setFact(sql, "changed", new Date().toISOString());
    },
    true,
  );
}

/** Undoes a step of a contribution's log: it's again in the state before it. @throws ReviewError */
export async function revertContribution(database: Database, revision: number, decision: Decision): Promise<void> {
  const row = await database.sql.selectFrom("revision").selectAll().where("id", "=", revision).where("entity", "=", CONTRIBUTION).executeTakeFirst();
  const one = row && (await contributionById(database, row.entity_id));
  if (row === undefined || one === undefined || row.before === null || row.after === null) throw new ReviewError("This change can't be undone from here.");
  const [before, after] = [JSON.parse(row.before) as { state: EditorialState }, JSON.parse(row.after) as { state: EditorialState }];
  if (one.state !== after.state) throw new ReviewError("It has changed since; undo the later change first.");
  await moveContribution(database, one.id, before.state, decision, revision);
}

const isShown = (state: EditorialState): boolean => state === "published" || state === "disputed";

async function keep(sql: Kysely<Schema>, id: number, content: Kept): Promise<void> {
  await sql.updateTable("submission").set({ content: JSON.stringify(content), target_id: content.applied?.id ?? null }).where("id", "=", id).execute();
}

async function become(sql: Kysely<Schema>, id: number, from: EditorialState, to: EditorialState, decision: Decision, reverts: number | null = null): Promise<void> {
  const { numUpdatedRows } = await sql.updateTable("submission").set({ state: to }).where("id", "=", id).where("state", "=", from).executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new ReviewError("Somebody else decided on it at the same moment.");
  await writeRevision(sql, CONTRIBUTION, id, { state: from }, { state: to }, decision, reverts);
}
