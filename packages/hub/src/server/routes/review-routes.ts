import type { Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { ALLOWANCES } from "../../accounts/allowances.js";
import { mayDo, mustDo } from "../../accounts/roles.js";
import { takeToken } from "../../accounts/take-token.js";
import { CONTRIBUTION, contributionsIn, revertContribution } from "../../contributions/contributions.js";
import { cardPage } from "../../pages/card-page.js";
import { submitResultPage } from "../../pages/result-submission-page.js";
import { claimPage, decisionsFor, reviewQueuePage } from "../../pages/review-pages.js";
import { claimById, claimsIn, isPublic, revisionsOf } from "../../queries/reviewing.js";
import { hintsFor } from "../../review/hints.js";
import { moveResult, openDispute, ReviewError, revertRevision, settleDispute } from "../../review/revisions.js";
import { claimDrafts, draftClaims } from "../../submissions/draft-claims.js";
import { resultSubmissionSchema, submitResult } from "../../submissions/submit-result.js";
import type { Hub } from "../hub-app.js";
import { fields } from "./account-routes.js";

const MOST_OF_A_CARD = 1_000_000;

/** Handing in claims, deciding on them, and undoing what was decided. */
export function addReviewRoutes(app: Hono, hub: Hub): void {
  const { database } = hub;
  const orSignIn = (context: Context): Response => context.redirect(`/sign-in?next=${encodeURIComponent(context.req.path)}`, 303);

  app.get("/submit/result", async (context) => {
    const person = await hub.person(context);
    if (person === undefined) return orSignIn(context);
    const draft = (await claimDrafts(database, person.id)).find(({ id }) => String(id) === context.req.query("draft"));
    return context.html(hub.document(submitResultPage(draft === undefined ? { board: context.req.query("board") ?? "" } : { ...draft.said, draft: String(draft.id) })));
  });
  app.get("/submit/card", async (context) => ((await hub.person(context)) === undefined ? orSignIn(context) : context.html(hub.document(cardPage()))));
  app.post("/submit/card", bodyLimit({ maxSize: MOST_OF_A_CARD, onError: () => { throw new HTTPException(413, { message: "The card is longer than a card may be." }); } }), async (context) => {
    const person = mustDo(await hub.person(context), "submit");
    if (!(await takeToken(database, `cards ${person.id}`, ALLOWANCES.cards))) throw new HTTPException(429, { message: "Many cards in a short time: go on in a few minutes." });
    const form = await context.req.parseBody();
    const [file, text, address] = [form["file"], form["card"], form["address"]];
    const card = file instanceof Blob && file.size > 0 ? await file.text() : typeof text === "string" ? text : "";
    const values = { card, address: typeof address === "string" ? address : "" };
    try {
      return context.html(hub.document(cardPage({}, undefined, await draftClaims(database, person, card, values.address))));
    } catch (error) {
      if (error instanceof ReviewError) return context.html(hub.document(cardPage(values, error.message)), 422);
      throw error;
    }
  });
  app.post("/submit/result", async (context) => {
    const person = mustDo(await hub.person(context), "submit");
    if (!(await takeToken(database, `results ${person.id}`, ALLOWANCES.results))) throw new HTTPException(429, { message: "Many results in a short time: go on in a few minutes." });
    const form = await fields(context);
    const said = resultSubmissionSchema.safeParse(form);
    if (!said.success) return context.html(hub.document(submitResultPage(form, `${said.error.issues[0]?.path.join(".")}: ${said.error.issues[0]?.message}`)), 422);
    try {
      return context.redirect(`/result/${await submitResult(database, person, said.data)}`, 303);
    } catch (error) {
      if (error instanceof ReviewError) return context.html(hub.document(submitResultPage(form, error.message)), 422);
      throw error;
    }
  });

  app.get("/review", async (context) => {
    const person = await hub.person(context);
    if (person === undefined) return orSignIn(context);
    mustDo(person, "review");
    return context.html(hub.document(reviewQueuePage(await claimsIn(database, ["pending", "disputed"]), await contributionsIn(database, ["pending", "disputed"]))));
  });

  app.get("/result/:id{[0-9]+}", async (context) => {
    const { claim, reader } = await readClaim(context);
    return context.html(hub.document(claimPage(claim, await hintsFor(database, claim.id), await revisionsOf(database, "result", claim.id), reader)));
  });

  app.post("/result/:id{[0-9]+}/decide", async (context) => {
    const person = mustDo(await hub.person(context), "submit");
    const { claim, reader } = await readClaim(context);
    const { to, reason = "" } = await fields(context);
    const decision = decisionsFor(claim.state, reader).find((open) => open.to === to);
    if (decision === undefined) throw new HTTPException(403, { message: "This decision isn't open to you." });
    await deciding(async () => {
      const why = { person: person.id, reason };
      if (decision.to === "disputed") await openDispute(database, claim.id, person.name, why);
      else if (claim.state === "disputed" && (decision.to === "published" || decision.to === "withdrawn")) await settleDispute(database, claim.id, decision.to, why);
      else await moveResult(database, claim.id, decision.to, why);
    });
    return context.redirect(`/result/${claim.id}`, 303);
  });

  app.post("/revision/:id{[0-9]+}/revert", async (context) => {
    const person = mustDo(await hub.person(context), "review");
    const { reason = "" } = await fields(context);
    const id = Number(context.req.param("id"));
    const row = await database.sql.selectFrom("revision").select(["entity", "entity_id"]).where("id", "=", id).executeTakeFirst();
    const of = row?.entity === CONTRIBUTION;
    await deciding(() => (of ? revertContribution : revertRevision)(database, id, { person: person.id, reason }));
    return context.redirect(`/${of ? "contributions" : "result"}/${row?.entity_id}`, 303);
  });

  async function readClaim(context: Context) {
    const person = await hub.person(context);
    const claim = await claimById(database, Number(context.req.param("id")));
    const reader = { reviews: mayDo(person, "review"), isAuthor: person !== undefined && claim?.submittedBy === person.id, signedIn: mayDo(person, "submit") };
    if (claim === undefined || !(reader.reviews || reader.isAuthor || (await isPublic(database, "result", claim.id, claim.state)))) throw new HTTPException(404, { message: "There is no such row." });
    return { claim, reader };
  }
}

async function deciding(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof ReviewError) throw new HTTPException(409, { message: error.message });
    throw error;
  }
}
