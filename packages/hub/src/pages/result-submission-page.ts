import { html } from "@fmpn/page";
import { checkField, notice, textField } from "@fmpn/page/parts";
import type { HubPage } from "./layout.js";

/** The form for a claim that stands in a paper, a README, a model card. */
export function submitResultPage(values: Readonly<Record<string, string>> = {}, error?: string): HubPage {
  return {
    title: "Submit a result",
    part: "/submit",
    trail: [{ href: "/submit", text: "Submit" }, { text: "A result" }],
    main: html`<h1>Submit a result</h1>
<p class="lead">A number that somebody claims, with its source and the place in it. A reviewer looks before it is shown; it stays a claim until it is measured.</p>
${error === undefined ? "" : notice(html`${error}`, "bad")}
<form method="post" action="/submit/result" class="panel">${values["draft"] === undefined ? "" : html`<input type="hidden" name="draft" value="${values["draft"]}">`}
${textField({ name: "board", label: "Benchmark", hint: "As in its address: facial-expression-recognition-on-ck", required: true, value: values["board"] })}
${textField({ name: "protocol", label: "Protocol", hint: "Only where the source states it: its name in the benchmark's list of protocols.", value: values["protocol"] })}
${textField({ name: "model", label: "Model", required: true, value: values["model"] })}
${textField({ name: "paper", label: "Paper", hint: "Its name in this hub's addresses, or its arXiv number.", value: values["paper"] })}
${textField({ name: "metric", label: "Metric", hint: "As in addresses: accuracy-7-emotion. Empty: the benchmark's first.", value: values["metric"] })}
${textField({ name: "value", label: "Value", hint: "Exactly as the source writes it: 98.06", required: true, value: values["value"] })}
${textField({ name: "source", label: "Source", hint: "Its web address.", type: "url", required: true, value: values["source"] })}
${textField({ name: "place", label: "Place in the source", hint: "Table 3, p. 6", required: true, value: values["place"] })}
${textField({ name: "quote", label: "Quote", hint: "The sentence or the row that says it.", lines: 2, value: values["quote"] })}
${textField({ name: "date", label: "Date", hint: "2026-11-29, or a year", value: values["date"] })}
${checkField({ name: "extra", label: "Trained with data beyond the benchmark's own", checked: values["extra"] !== undefined })}
<p><button type="submit" class="primary">Hand it in</button></p></form>`,
  };
}
