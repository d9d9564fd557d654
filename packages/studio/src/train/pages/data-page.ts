import { count, html, type Html, nothing, whole } from "@fmpn/page";
import { dataTable, facts } from "@fmpn/page/parts";
import { type DataSet, EXPRESSIONS } from "@fmpn/lab/datasets";
import type { Inspection } from "@fmpn/lab/inspection";
import { trainDocument } from "../layout.js";

/** How many duplicates and unreadable files are told one by one. */
const LISTED = 20;

/** The data sets that the studio was given. */
export function dataSetsPage(folders: readonly string[], fault?: string): Html {
  return trainDocument(
    "Data",
    html`<h1>Data</h1>
<p class="lead">${folders.length === 0 ? html`None was given: start with <code>fmpn studio --data FOLDER</code>, once for each.` : "What is to be known of a data set before anyone trains on it."}</p>
${fault === undefined ? nothing : html`<div class="notice bad" role="alert"><p>${fault}</p></div>`}
<ul class="log">${folders.map((folder) => html`<li><a href="${dataAddress(folder)}">${folder}</a></li>`)}</ul>`,
    "/train/data",
  );
}

/** The address of a data set's page, or of its sheet. */
export function dataAddress(folder: string, what = ""): string {
  return `/train/data${what}?folder=${encodeURIComponent(folder)}`;
}

/** What `fmpn data` says of a set. @param sheet whether its contact sheet may be shown */
export function dataSetPage(folder: string, { name, layout, samples, skipped }: DataSet, { hash, splits, counts, sides, exact, near, sharedSubjects, unreadable }: Inspection): Html {
  const labels = EXPRESSIONS.filter((label) => counts.some((each) => each.label === label));
  const pictures = (split: string, label: string): number => counts.find((each) => each.split === split && each.label === label)?.pictures ?? 0;
  const crossing = [...exact, ...near].filter((group) => group.splits.length > 1);
  const contradicting = [...exact, ...near].filter((group) => group.labels.length > 1);
  return trainDocument(
    name,
    html`<h1>${name}</h1>
<p class="lead">${count(samples.length, "picture")}, ${sides.least} to ${sides.most} pixels.</p>
${dataTable({
  caption: "Pictures of each expression",
  columns: [{ name: "Expression", cell: (label: string) => label }, ...splits.map(({ split }) => ({ name: split, kind: "number" as const, cell: (label: string) => whole(pictures(split, label)) }))],
  groups: [{ rows: labels }],
})}
<h2>Leaks and faults</h2>
${facts([
  ["Equal files", `${count(exact.length, "group")}`],
  ["Look-alikes", `${count(near.length, "pair")}`],
  ["Of these in more than one split", whole(crossing.length)],
  ["Of these with different labels", whole(contradicting.length)],
  ["People in more than one split", whole(sharedSubjects.length)],
  ["Unreadable", whole(unreadable.length)],
  ["Left out", skipped.map(({ reason, count: number }) => `${number} × ${reason}`).join("; ")],
  ["Layout", layout],
  ["Hash", html`<code>${hash}</code>`],
])}
${list("Across splits or with different labels", [...new Set([...crossing, ...contradicting])].map(({ files, splits: of, labels: called }) => `${files.join(" = ")} (${[...of, ...called].join(", ")})`))}
${list("Unreadable", unreadable.map(({ file, reason }) => `${file}: ${reason}`))}
<h2>A look at it</h2>
<figure><img src="${dataAddress(folder, "/sheet.png")}" alt="Pictures of each expression, evenly spread over the set"></figure>
<p class="note">These pictures are shown on this machine only; the set's terms hold.</p>`,
    "/train/data",
  );
}

function list(title: string, lines: readonly string[]): Html {
  if (lines.length === 0) return nothing;
  return html`<details><summary>${title}: ${whole(lines.length)}</summary><ul>${lines.slice(0, LISTED).map((line) => html`<li>${line}</li>`)}</ul>${lines.length > LISTED ? html`<p class="note">and ${whole(lines.length - LISTED)} more</p>` : nothing}</details>`;
}
