import { count, html, type Html, nothing } from "@fmpn/page";
import { chip, dataTable } from "@fmpn/page/parts";
import type { BrowserMeasurement } from "./browser-measurements.js";

/** What visitors' browsers measured: apart from the hub's own figures, and never ranked. */
export function browserMeasurementsSection(rows: readonly BrowserMeasurement[]): Html {
  if (rows.length === 0) return nothing;
  const same = rows.filter(({ sameAnswers }) => sameAnswers === true).length;
  return html`<h2 id="browsers">In visitors' browsers</h2>
<p class="note">Offered by people with an account; model and faces are checked by their hashes, the answers are their word. They rank nothing. ${count(same, "browser")} of ${rows.length} gave the same answers as this hub.</p>
${dataTable<BrowserMeasurement>({
  caption: "Measured in visitors' browsers",
  captionAway: true,
  stack: true,
  columns: [
    { name: "Browser", heads: true, cell: ({ platform }) => platform },
    { name: "Faces", label: "Faces", cell: ({ protocol }) => protocol },
    { name: "Accuracy", kind: "number", label: "Accuracy", cell: ({ number, low, high }) => html`${number}${low === null ? "" : html`<small>${low} to ${high}</small>`}` },
    { name: "Answers", label: "Answers", cell: ({ sameAnswers }) => (sameAnswers === undefined ? chip("not compared") : sameAnswers ? chip("same answers", "good") : chip("other answers", "warn")) },
    { name: "An answer", kind: "number", label: "An answer", cell: ({ msPerImage }) => `${msPerImage.toFixed(1)} ms` },
    { name: "Document", label: "Document", cell: ({ id, created }) => html`<a href="/browser-measurements/${id}.json">${created.slice(0, 10)}</a>` },
  ],
  groups: [{ rows }],
})}`;
}
