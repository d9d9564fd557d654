import type { Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import type { z } from "zod";
import type { Person } from "../accounts/accounts.js";
import { ALLOWANCES } from "../accounts/allowances.js";
import { mayDo } from "../accounts/roles.js";
import { takeToken } from "../accounts/take-token.js";
import { handIn, keepDraft } from "../contributions/contributions.js";
import type { ContributionName } from "../contributions/kinds.js";
import { idNamed } from "../queries/resolve.js";
import { claimById } from "../queries/reviewing.js";
import { moveResult, openDispute, ReviewError } from "../review/revisions.js";
import type { Hub } from "../server/hub-app.js";
import { byKey, jsonOf } from "./by-key.js";
import { handInClaim, synchronize } from "./synchronize.js";
import { evaluationSchema, metricChangeSchema, metricSchema, resultChangeSchema, resultSchema, synchronizeSchema } from "./write-schemas.js";

const MOST_BYTES = 2_000_000;

/**
 * Papers With Code's addresses that write, by key. Nothing changes at once: what comes waits for a reviewer, so that answers (202)
 * repeat what was sent, and name in `pending` where it waits.
 */
export function addWritingRoutes(app: Hono, hub: Hub): void {
  const { database } = hub;
  const limit = bodyLimit({ maxSize: MOST_BYTES, onError: () => { throw new HTTPException(413, { message: "This is longer than any table may be: send it in parts." }); } });
  const contribute = async (person: Person, name: ContributionName, filled: Readonly<Record<string, unknown>>): Promise<string> => {
    if (!(await takeToken(database, `contributions ${person.id}`, ALLOWANCES.contributions))) throw new HTTPException(429, { message: "Many contributions in a short time: go on in a few minutes." });
    const id = await keepDraft(database, person, name, filled);
    await handIn(database, person, id);
    return `/contributions/${id}`;
  };
  const boardOf = async (context: Context): Promise<{ readonly id: number; readonly slug: string }> => {
    const id = await idNamed(database, "board", context.req.param("id") ?? "");
    const row = id === undefined ? undefined : (await database.sql.selectFrom("board").select(["id", "slug"]).where("id", "=", id).executeTakeFirst());
    if (row === undefined) throw new HTTPException(404, { message: "There is no evaluation table of this name; one that was handed in is there when a reviewer has published it." });
    return row;
  };
  const claimOf = async (context: Context) => {
    const { id } = await boardOf(context);
    const claim = await claimById(database, Number(context.req.param("result")));
    const own = claim && (await database.sql.selectFrom("result").select("board_id").where("id", "=", claim.id).executeTakeFirst());
    if (claim === undefined || own?.board_id !== id) throw new HTTPException(404, { message: "The table has no such result." });
    return claim;
  };
  /** Registers an address, with and without its last slash. */
  const on = (method: "POST" | "PATCH" | "DELETE", path: string, answer: (context: Context, person: Person) => Promise<object>): void => {
    const handler = async (context: Context): Promise<Response> => {
      const person = byKey(context, await hub.person(context));
      try {
        return context.json(await answer(context, person), 202);
      } catch (error) {
        if (error instanceof ReviewError) throw new HTTPException(422, { message: error.message });
        throw error;
      }
    };
    for (const address of [`/api/v1${path}`, `/api/v1${path}`.replace(/\/$/, "")]) app.on(method, address, limit, handler);
  };

  on("POST", "/evaluations/", async (context, person) => {
    const { task, dataset, description, mirror_url } = await sent(context, evaluationSchema);
    const pending = await contribute(person, "benchmark", { task, dataset, description, source: mirror_url });
    return { id: null, task, dataset, description: description ?? null, mirror_url: mirror_url ?? null, pending };
  });
  on("PATCH", "/evaluations/:id/", async (context, person) => {
    const board = await boardOf(context);
    const { description, mirror_url } = await sent(context, evaluationSchema.pick({ description: true, mirror_url: true }));
    if (description === undefined) throw new ReviewError("description: of a table that stands only its description can be changed.");
    return { id: board.slug, description, pending: await contribute(person, "correction", { target: board.slug, field: "board.description", value: description, source: mirror_url ?? `${hub.origin(context)}/sota/${board.slug}` }) };
  });
  on("POST", "/evaluations/:id/metrics/", async (context, person) => {
    const board = await boardOf(context);
    const { name, is_loss, description } = await sent(context, metricSchema);
    return { id: null, name, description: description ?? null, is_loss, pending: await contribute(person, "metric", { board: board.slug, metric: name, direction: is_loss ? "lower" : "higher" }) };
  });
  on("PATCH", "/evaluations/:id/metrics/:metric/", async (context, person) => {
    const board = await boardOf(context);
    const metric = await database.sql.selectFrom("board_metric").innerJoin("metric", "metric.id", "metric_id").select(["slug", "name"]).where("board_id", "=", board.id).where("slug", "=", context.req.param("metric") ?? "").executeTakeFirst();
    if (metric === undefined) throw new HTTPException(404, { message: "The table has no such metric." });
    const { is_loss } = await sent(context, metricChangeSchema);
    return { id: metric.slug, name: metric.name, is_loss, pending: await contribute(person, "metric", { board: board.slug, metric: metric.name, direction: is_loss ? "lower" : "higher" }) };
  });
  on("POST", "/evaluations/:id/results/", async (context, person) => {
    const board = await boardOf(context);
    const said = await sent(context, resultSchema);
    if (!(await takeToken(database, `results ${person.id}`, ALLOWANCES.results))) throw new HTTPException(429, { message: "Many results in a short time: go on in a few minutes." });
    const id = await handInClaim(database, person, board.slug, said, hub.origin(context));
    return { ...said, id: String(id), best_rank: null, best_metric: null, pending: `/result/${id}` };
  });
  on("PATCH", "/evaluations/:id/results/:result/", async (context, person) => {
    const claim = await claimOf(context);
    const { metrics = {}, methodology, uses_additional_data, evaluated_on, external_source_url } = await sent(context, resultChangeSchema);
    const values = Object.entries(metrics).map(([name, raw]) => `${name}: ${raw}`).join("\n");
    return { id: String(claim.id), pending: await contribute(person, "claim", { result: String(claim.id), values, model: methodology, date: evaluated_on, extra: uses_additional_data === undefined || uses_additional_data === null ? "" : uses_additional_data ? "yes" : "no", source: external_source_url }) };
  });
  // Who handed a row in may take it back while it waits, reviewers always; anyone else asks for it in public.
  on("DELETE", "/evaluations/:id/results/:result/", async (context, person) => {
    const claim = await claimOf(context);
    const decision = { person: person.id, reason: "Taken back by a program (DELETE)." };
    if (mayDo(person, "review") || (claim.submittedBy === person.id && claim.state === "pending")) await moveResult(database, claim.id, "withdrawn", decision);
    else await openDispute(database, claim.id, person.name, { ...decision, reason: "A program asks for this row to be taken back (DELETE)." });
    return { id: String(claim.id), pending: `/result/${claim.id}` };
  });
  const stays = async (): Promise<never> => {
    throw new HTTPException(405, { message: "What was published stays readable: tables and metrics are corrected, not deleted." });
  };
  on("DELETE", "/evaluations/:id/", stays);
  on("DELETE", "/evaluations/:id/metrics/:metric/", stays);
  on("POST", "/rpc/evaluation-synchronize/", async (context, person) => await synchronize(database, person, await sent(context, synchronizeSchema), hub.origin(context), (name, filled) => contribute(person, name, filled)));
}

/** @throws HTTPException 422 naming the field */
async function sent<T>(context: Context, schema: z.ZodType<T>): Promise<T> {
  const read = schema.safeParse(await jsonOf(context));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new HTTPException(422, { message: `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "is wrong"}` });
}
