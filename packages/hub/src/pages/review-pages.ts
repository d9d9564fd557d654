import { type Content, count, html } from "@fmpn/page";
import { chip, dataTable, facts, textField } from "@fmpn/page/parts";
import type { EditorialState } from "../database/schema.js";
import type { ReviewedClaim, RevisionLine } from "../queries/reviewing.js";
import type { Contribution } from "../contributions/contributions.js";
import { contributionList } from "./contribution-list.js";
import { stateChip } from "./figures.js";
import { mayBecome } from "../review/editorial-states.js";
import type { Hint } from "../review/hints.js";
import type { HubPage } from "./layout.js";

/** What waits for a decision. */
export function reviewQueuePage(claims: readonly ReviewedClaim[], contributions: readonly Contribution[]): HubPage {
  return {
    title: "Review",
    trail: [{ href: "/submit", text: "Submit" }, { text: "Review" }],
    main: html`<h1>Review</h1>
<p class="lead">${count(claims.length, "claim")} and ${count(contributions.length, "contribution")} to decide on, the oldest first.</p>
${contributions.length === 0 ? "" : contributionList("Papers, code, data sets, corrections", contributions)}
${claims.length === 0 ? "" : dataTable<ReviewedClaim>({
  caption: "Claims",
  stack: true,
  columns: [
    { name: "Model", heads: true, cell: ({ id, model }) => html`<a href="/result/${id}">${model}</a>` },
    { name: "Benchmark", label: "Benchmark", cell: ({ board }) => board },
    { name: "Claimed", kind: "number", label: "Claimed", cell: ({ values }) => values.map(({ raw }) => raw).join(", ") },
    { name: "State", label: "State", cell: ({ state }) => chip(state, state === "disputed" ? "warn" : undefined) },
  ],
  groups: [{ rows: claims }],
})}`,
  };
}

/** What a decision is called on its button. */
const DECISIONS: readonly { readonly to: EditorialState; readonly text: string; readonly by: "reviewer" | "author" | "anyone" }[] = [
  { to: "published", text: "Publish", by: "reviewer" },
  { to: "rejected", text: "Reject", by: "reviewer" },
  { to: "pending", text: "Look at it again", by: "reviewer" },
  { to: "disputed", text: "Dispute", by: "anyone" },
  { to: "withdrawn", text: "Withdraw", by: "author" },
];

export interface ClaimReader {
  readonly reviews: boolean;
  readonly isAuthor: boolean;
  readonly signedIn: boolean;
}

/** The decisions that are open to someone in a row's state. */
export function decisionsFor(state: EditorialState, { reviews, isAuthor, signedIn }: ClaimReader): readonly { readonly to: EditorialState; readonly text: string }[] {
  return DECISIONS.filter(({ to, by }) => mayBecome(state, to) && (by === "reviewer" ? reviews : by === "author" ? reviews || isAuthor : signedIn));
}

/** One claim: what it says, what to look at, what was decided, and what may be. */
export function claimPage(claim: ReviewedClaim, hints: readonly Hint[], revisions: readonly RevisionLine[], reader: ClaimReader): HubPage {
  const decisions = decisionsFor(claim.state, reader);
  return {
    title: `${claim.model} on ${claim.board}`,
    part: "/sota",
    trail: [{ href: `/sota/${claim.boardSlug}`, text: claim.board }, { text: "Claim" }],
    main: html`<p class="over">Claim</p><h1>${claim.model}</h1>
<p>${stateChip(claim.state)}</p>
${facts([
  ["Benchmark", html`<a href="/sota/${claim.boardSlug}">${claim.board}</a>`],
  ...claim.values.map(({ metric, raw }) => [metric, raw] as const),
  ["Protocol", claim.protocol ?? "not stated"],
  ["Paper", claim.paperSlug === null ? undefined : html`<a href="/paper/${claim.paperSlug}">${claim.paper}</a>`],
  ["Source", claim.source === null ? undefined : html`<a href="${claim.source}" rel="nofollow ugc">${claim.source}</a>`],
  ["Place", claim.place ?? undefined],
  ["Quote", claim.quote ?? undefined],
])}
${hints.length === 0 || !reader.reviews ? "" : html`<h2>To look at</h2><ul>${hints.map(({ kind, text }) => html`<li>${chip(kind, "warn")} ${text}</li>`)}</ul>`}
${decisions.length === 0 ? "" : html`<h2>Decide</h2><form method="post" action="/result/${claim.id}/decide" class="panel">
${textField({ name: "reason", label: "Why", hint: "Stays readable beside the row.", lines: 2, required: true })}
<p class="row">${decisions.map(({ to, text }) => html`<button type="submit" name="to" value="${to}">${text}</button>`)}</p></form>`}
<h2>History</h2>${history(revisions, reader.reviews)}`,
  };
}

/** What was decided, line by line; reviewers may undo. */
export function history(revisions: readonly RevisionLine[], reviews: boolean): Content {
  if (revisions.length === 0) return html`<p>It came with the archive and was not touched since.</p>`;
  return html`<ul class="log">${revisions.map(({ id, at, by, before, after, comment }) => html`<li>${at.slice(0, 10)} <strong>${stateIn(before)}${before === null ? "" : " → "}${stateIn(after)}</strong> ${by === null ? "" : html`<span class="soft">${by}</span>`}<p>${comment}</p>${reviews && before !== null ? html`<form method="post" action="/revision/${id}/revert"><input type="hidden" name="reason" value="undone"><button type="submit">Undo</button></form>` : ""}</li>`)}</ul>`;
}

const stateIn = (json: string | null): string => (json === null ? "" : ((JSON.parse(json) as { state?: string }).state ?? ""));
