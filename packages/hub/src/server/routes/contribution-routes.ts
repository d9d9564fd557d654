import type { Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { ALLOWANCES } from "../../accounts/allowances.js";
import type { Person } from "../../accounts/accounts.js";
import { mayDo, mustDo } from "../../accounts/roles.js";
import { takeToken } from "../../accounts/take-token.js";
import { byKey, jsonOf } from "../../api/by-key.js";
import { CONTRIBUTION, contributionById, contributionsIn, handIn, keepDraft, moveContribution } from "../../contributions/contributions.js";
import { CONTRIBUTION_KINDS, type ContributionName, isContribution } from "../../contributions/kinds.js";
import type { EditorialState } from "../../database/schema.js";
import { contributionForm, contributionPage, myContributionsPage } from "../../pages/contribution-pages.js";
import { decisionsFor } from "../../pages/review-pages.js";
import { isPublic, revisionsOf } from "../../queries/reviewing.js";
import { ReviewError } from "../../review/revisions.js";
import { claimDrafts } from "../../submissions/draft-claims.js";
import { resultSubmissionSchema, submitResult } from "../../submissions/submit-result.js";
import type { Hub } from "../hub-app.js";
import { fields } from "./account-routes.js";

const ALL: readonly EditorialState[] = ["draft", "screening", "pending", "published", "rejected", "disputed", "withdrawn"];

/** Papers, code, data sets and corrections: drafts, handing in, deciding; as forms, and for programs. */
export function addContributionRoutes(app: Hono, hub: Hub): void {
  const { database } = hub;
  const limited = async (person: Person): Promise<void> => {
    if (!(await takeToken(database, `contributions ${person.id}`, ALLOWANCES.contributions))) throw new HTTPException(429, { message: "Many contributions in a short time: go on in a few minutes." });
  };
  const limit = bodyLimit({ maxSize: 100_000, onError: () => { throw new HTTPException(413, { message: "This is longer than any contribution may be." }); } });
  const readOne = async (context: Context, person: Person | undefined) => {
    const contribution = await contributionById(database, Number(context.req.param("id")));
    const reader = { reviews: mayDo(person, "review"), isAuthor: person !== undefined && contribution?.by.id === person.id, signedIn: mayDo(person, "submit") };
    // A draft is its author's alone.
    const seen = contribution !== undefined && (reader.isAuthor || (reader.reviews && contribution.state !== "draft") || (await isPublic(database, CONTRIBUTION, contribution.id, contribution.state)));
    if (!seen) throw new HTTPException(404, { message: "There is no such contribution." });
    return { contribution, reader };
  };

  for (const name of Object.keys(CONTRIBUTION_KINDS) as ContributionName[]) {
    const kind = CONTRIBUTION_KINDS[name];
    app.get(`/submit/${name}`, async (context) => {
      const person = await hub.person(context);
      if (person === undefined) return context.redirect(`/sign-in?next=${encodeURIComponent(context.req.path)}`, 303);
      mustDo(person, "submit");
      const id = Number(context.req.query("draft"));
      const draft = Number.isInteger(id) && id > 0 ? await contributionById(database, id) : undefined;
      const own = draft?.by.id === person.id && draft.state === "draft" && draft.name === name ? draft : undefined;
      const target = (context.req.query("target") ?? context.req.query("paper") ?? "").slice(0, 200);
      return context.html(hub.document(contributionForm(name, kind, own?.filled ?? { target, paper: target }, undefined, own?.id)));
    });
    app.post(`/submit/${name}`, limit, async (context) => {
      const person = mustDo(await hub.person(context), "submit");
      await limited(person);
      const form = await fields(context);
      let id = form["draft"] === undefined ? undefined : Number(form["draft"]);
      try {
        id = await keepDraft(database, person, name, form, id);
        if (form["step"] !== "keep") await handIn(database, person, id);
      } catch (error) {
        // What is filled in stays a draft, and in the form.
        if (error instanceof ReviewError) return context.html(hub.document(contributionForm(name, kind, form, error.message, id)), 422);
        throw error;
      }
      return context.redirect(`/contributions/${id}`, 303);
    });
  }

  app.get("/contributions", async (context) => {
    const person = await hub.person(context);
    if (person === undefined) return context.redirect("/sign-in?next=/contributions", 303);
    return context.html(hub.document(myContributionsPage(await contributionsIn(database, ALL, person.id), await claimDrafts(database, person.id))));
  });
  app.get("/contributions/:id{[0-9]+}", async (context) => {
    const { contribution, reader } = await readOne(context, await hub.person(context));
    const { kind, filled, state, applied } = contribution;
    const waits = state === "draft" || state === "screening" || state === "pending";
    // What waits is compared with what stands; what was decided shows what it did.
    const compared = async () => await kind.differences(database, filled).catch((error: unknown) => {
      if (error instanceof ReviewError) return [];
      throw error;
    });
    const differences = waits || applied === undefined ? await compared() : Object.entries(applied.after).map(([field, after]) => ({ field, before: textOf(applied.before?.[field]), after: textOf(after) ?? "" }));
    const hints = waits && reader.reviews ? await kind.hints(database, filled).catch(() => []) : [];
    return context.html(hub.document(contributionPage({ contribution, differences, hints, revisions: await revisionsOf(database, CONTRIBUTION, contribution.id), reader, address: applied && (await kind.address(database, applied)) })));
  });
  app.post("/contributions/:id{[0-9]+}/decide", async (context) => {
    const person = mustDo(await hub.person(context), "submit");
    const { to, reason = "" } = await fields(context);
    await decide(context, person, to, reason);
    return context.redirect(`/contributions/${context.req.param("id")}`, 303);
  });

  // The same for programs, by key; claims are handed in here, too.
  app.post("/api/v1/submissions", limit, async (context) => {
    const person = byKey(context, await hub.person(context));
    await limited(person);
    const said = await jsonOf(context);
    const kind = String(said["kind"]);
    try {
      if (kind === "result") {
        const claim = resultSubmissionSchema.safeParse(said);
        if (!claim.success) throw new ReviewError(`${claim.error.issues[0]?.path.join(".")}: ${claim.error.issues[0]?.message}`);
        return context.json({ kind, address: `/result/${await submitResult(database, person, claim.data)}`, state: "pending" }, 201);
      }
      if (!isContribution(kind)) throw new ReviewError(`kind: one of result, ${Object.keys(CONTRIBUTION_KINDS).join(", ")}`);
      const id = await keepDraft(database, person, kind, said);
      const state = said["draft"] === true ? "draft" : await handIn(database, person, id);
      return context.json({ kind, id, address: `/contributions/${id}`, state }, 201);
    } catch (error) {
      if (error instanceof ReviewError) throw new HTTPException(422, { message: error.message });
      throw error;
    }
  });
  app.get("/api/v1/submissions/:id{[0-9]+}", async (context) => {
    const { contribution } = await readOne(context, byKey(context, await hub.person(context)));
    const { id, name, state, filled, created } = contribution;
    const log = (await revisionsOf(database, CONTRIBUTION, id)).map(({ at, by, before, after, comment }) => ({ at, by, before: before === null ? null : (JSON.parse(before) as object), after: after === null ? null : (JSON.parse(after) as object), reason: comment }));
    return context.json({ kind: name, id, state, created, filled, log });
  });
  app.post("/api/v1/submissions/:id{[0-9]+}/decisions", limit, async (context) => {
    const person = byKey(context, await hub.person(context));
    const { to, reason } = await jsonOf(context);
    await decide(context, person, typeof to === "string" ? to : undefined, typeof reason === "string" ? reason : "");
    return context.json({ state: to });
  });

  async function decide(context: Context, person: Person, to: string | undefined, reason: string): Promise<void> {
    const { contribution, reader } = await readOne(context, person);
    const decision = decisionsFor(contribution.state, reader).find((open) => open.to === to);
    if (decision === undefined) throw new HTTPException(403, { message: "This decision isn't open to you." });
    try {
      await moveContribution(database, contribution.id, decision.to, { person: person.id, reason });
    } catch (error) {
      if (error instanceof ReviewError) throw new HTTPException(409, { message: error.message });
      throw error;
    }
  }
}

const textOf = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));
