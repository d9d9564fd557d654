import { count, html } from "@fmpn/page";
import { notice, textField } from "@fmpn/page/parts";
import type { DraftedClaims } from "../submissions/draft-claims.js";
import type { HubPage } from "./layout.js";

/** The form for a model card whose figures become drafts of claims; and what became of one. */
export function cardPage(values: Readonly<Record<string, string>> = {}, error?: string, drafted?: DraftedClaims): HubPage {
  return {
    title: "Submit a model card",
    part: "/submit",
    trail: [{ href: "/submit", text: "Submit" }, { text: "A model card" }],
    main: html`<h1>Submit a model card</h1>
<p class="lead">A README.md whose first lines hold a <code>model-index</code>, as Hugging Face and <code>fmpn export</code> write them. Each figure becomes a draft of a claim, which you look at and hand in.</p>
${error === undefined ? "" : notice(error, "bad")}
${drafted === undefined ? "" : notice(html`<p>${count(drafted.drafts, "draft")} made: <a href="/contributions">look at them</a>.</p>${drafted.left.length === 0 ? "" : html`<p>This hub has no benchmark for:</p><ul>${drafted.left.map(({ dataset, metric, value }) => html`<li>${metric} ${value} on ${dataset || "a set without a name"}</li>`)}</ul>`}`, drafted.drafts === 0 ? "warn" : "good")}
<form method="post" action="/submit/card" enctype="multipart/form-data" class="panel">
${textField({ name: "file", label: "README.md", type: "file", hint: "Or paste it below." })}
${textField({ name: "card", label: "The card's text", lines: 10, value: values["card"] })}
${textField({ name: "address", label: "Where the card is", hint: "Its web address: the claims' source.", type: "url", required: true, value: values["address"] })}
<p><button type="submit" class="primary">Make drafts</button></p></form>`,
  };
}
