import { count, html, type Html } from "@fmpn/page";
import { chip, dataTable, facts, notice, selectField, textField } from "@fmpn/page/parts";
import type { Contribution } from "../contributions/contributions.js";
import type { ContributionField, ContributionKind, Difference, Filled } from "../contributions/contribution-kind.js";
import type { Hint } from "../review/hints.js";
import type { RevisionLine } from "../queries/reviewing.js";
import { webAddress } from "../names/links.js";
import { contributionList } from "./contribution-list.js";
import { stateChip } from "./figures.js";
import { type ClaimReader, decisionsFor, history } from "./review-pages.js";
import type { HubPage } from "./layout.js";

const TRAIL = [{ href: "/submit", text: "Submit" }];

/** The form of a kind. @param id of the draft that is gone on with */
export function contributionForm(name: string, { words, lead, fields }: ContributionKind, filled: Filled = {}, error?: string, id?: number): HubPage {
  return {
    title: `Submit ${words}`,
    part: "/submit",
    trail: [...TRAIL, { text: `${words.charAt(0).toUpperCase()}${words.slice(1)}` }],
    main: html`<h1>Submit ${words}</h1>
<p class="lead">${lead} A reviewer looks before anything changes.</p>
${error === undefined ? "" : notice(error, "bad")}
<form method="post" action="/submit/${name}" class="panel">${id === undefined ? "" : html`<input type="hidden" name="draft" value="${id}">`}
${fields.map((field) => fieldOf(field, filled[field.name]))}
<p class="row"><button type="submit" class="primary" name="step" value="hand in">Hand it in</button><button type="submit" name="step" value="keep" formnovalidate>Keep as a draft</button></p></form>`,
  };
}

function fieldOf({ name, label, hint, required, lines, type, options }: ContributionField, value: string | undefined): Html {
  return options === undefined ? textField({ name, label, hint, required, lines, type, value }) : selectField({ name, label, hint, required, options, value });
}

export interface ContributionView {
  readonly contribution: Contribution;
  readonly differences: readonly Difference[];
  readonly hints: readonly Hint[];
  readonly revisions: readonly RevisionLine[];
  readonly reader: ClaimReader;
  /** Of what it became. */
  readonly address: string | undefined;
}

/** One contribution: what it would change, what to look at, what was decided, and what may be. */
export function contributionPage({ contribution, differences, hints, revisions, reader, address }: ContributionView): HubPage {
  const { id, name, kind, state, filled, by, created } = contribution;
  const decisions = decisionsFor(state, reader).filter(({ to }) => state !== "draft" || to === "withdrawn");
  const source = webAddress(filled["source"]);
  return {
    title: `${kind.title(filled) || kind.words}`,
    part: "/submit",
    trail: [...TRAIL, { text: kind.words }],
    main: html`<p class="over">${kind.words}</p><h1>${kind.title(filled) || "Nothing filled in yet"}</h1>
<p>${stateChip(state)}</p>
${facts([["Handed in by", by.name], ["Begun", created.slice(0, 10)], ["Became", address === undefined ? undefined : html`<a href="${address}">${address}</a>`], ["How one knows", source === null ? undefined : html`<a href="${source}" rel="nofollow ugc">${source}</a>`]])}
${differences.length === 0 ? "" : dataTable<Difference>({
  caption: state === "published" ? "What it changed" : "What it would change",
  stack: true,
  columns: [
    { name: "Field", heads: true, cell: ({ field }) => field },
    { name: "Now", label: "Now", cell: ({ before }) => (before === null ? html`<span class="soft">nothing</span>` : html`<del>${before}</del>`) },
    { name: "Then", label: "Then", cell: ({ after }) => (after === "" ? html`<span class="soft">nothing</span>` : html`<ins>${after}</ins>`) },
  ],
  groups: [{ rows: differences }],
})}
${hints.length === 0 || !reader.reviews ? "" : html`<h2>To look at</h2><ul>${hints.map(({ kind: sort, text }) => html`<li>${chip(sort, "warn")} ${text}</li>`)}</ul>`}
${state === "draft" && reader.isAuthor ? html`<p class="row"><a class="button" href="/submit/${name}?draft=${id}">Go on with it</a></p>` : ""}
${decisions.length === 0 ? "" : html`<h2>Decide</h2><form method="post" action="/contributions/${id}/decide" class="panel">
${textField({ name: "reason", label: "Why", hint: "Stays readable.", lines: 2, required: true })}
<p class="row">${decisions.map(({ to, text }) => html`<button type="submit" name="to" value="${to}">${text}</button>`)}</p></form>`}
<h2>History</h2>${history(revisions, reader.reviews)}`,
  };
}

/** What a person has handed in. */
export function myContributionsPage(rows: readonly Contribution[], claims: readonly { readonly id: number; readonly said: Filled }[]): HubPage {
  return {
    title: "What you handed in",
    part: "/submit",
    trail: [...TRAIL, { text: "Yours" }],
    main: html`<h1>What you handed in</h1><p class="lead">${count(rows.length, "contribution")}. Claims and models stand on pages of their own.</p>${rows.length === 0 ? "" : contributionList("Your contributions", rows)}
${claims.length === 0 ? "" : dataTable<(typeof claims)[number]>({
  caption: "Drafts of claims",
  stack: true,
  columns: [
    { name: "Model", heads: true, cell: ({ id, said }) => html`<a href="/submit/result?draft=${id}">${said["model"]}</a>` },
    { name: "Benchmark", label: "Benchmark", cell: ({ said }) => said["board"] },
    { name: "Metric", label: "Metric", cell: ({ said }) => said["metric"] },
    { name: "Value", kind: "number", label: "Value", cell: ({ said }) => said["value"] },
  ],
  groups: [{ rows: claims }],
})}`,
  };
}
