import { attribute, type Content, html, whole } from "@fmpn/page";
import { chip, dataTable, notice, type Tone } from "@fmpn/page/parts";
import type { measurementProgress, QueuedJob } from "../queries/measuring.js";
import type { HubPage } from "./layout.js";

const TONES: Readonly<Record<QueuedJob["state"], Tone | undefined>> = { queued: undefined, running: "warn", done: "good", failed: "bad", cancelled: undefined };
/** Pages of what is under way look again by themselves, without a script. */
const again: Content = html`<meta http-equiv="refresh" content="3">
`;

/** What is being measured now. */
export function queuePage(jobs: readonly QueuedJob[]): HubPage {
  const open = jobs.some(({ state }) => state === "queued" || state === "running");
  return {
    title: "Queue",
    part: "/submit",
    trail: [{ href: "/submit", text: "Submit" }, { text: "Queue" }],
    head: open ? again : undefined,
    main: html`<h1>Queue</h1>
<p class="lead">People take turns: one model of each at a time.</p>
${jobs.length === 0 ? html`<p>Nothing waits.</p>` : dataTable<QueuedJob>({
  caption: "Models to measure",
  captionAway: true,
  stack: true,
  columns: [
    { name: "Model", heads: true, cell: ({ model, measurement }) => html`<a href="/measurement/${measurement}">${model}</a>` },
    { name: "On", label: "On", cell: ({ board }) => board },
    { name: "State", label: "State", cell: ({ state, progress, error }) => html`${chip(error ?? state, TONES[state])}${progress === undefined || state !== "running" ? "" : html`<small>${whole(progress.done)} of ${whole(progress.total)}</small>`}` },
    { name: "Handed in", label: "Handed in", cell: ({ added }) => added.slice(0, 16).replace("T", " ") },
  ],
  groups: [{ rows: jobs }],
})}`,
  };
}

/** What a submitter can do about each kind of failure. */
const REMEDIES: Readonly<Record<string, string>> = {
  file: "Export the model again and check that it opens elsewhere.",
  "too large": "Files of at most 64 MB are taken: store weights in half precision or 8 bits.",
  operators: "Export it without control flow, functions and operators of other domains.",
  "external data": "Save the weights within the file.",
  shape: "The model must take one picture of the stated size and give one number for each class.",
  memory: "Make it need less than a gigabyte.",
  time: "Each answer may take at most half a minute.",
  crash: "The runtime came down under the model: export it with other operators.",
  "split missing": "Whoever runs this hub must hold the pictures of the protocol, as they were pinned.",
  infrastructure: "This was the hub's own fault: hand it in again.",
};

/** A measurement before it has figures: what is done, or why it came to nothing. */
export function pendingPage({ model, board, boardSlug, state, errorKind, error, progress }: NonNullable<Awaited<ReturnType<typeof measurementProgress>>>): HubPage {
  const failed = state === "failed";
  return {
    title: `Measurement of ${model} on ${board}`,
    part: "/sota",
    trail: [{ href: `/sota/${boardSlug}`, text: board }, { text: "Measurement" }],
    head: failed ? undefined : again,
    main: html`<p class="over">Measurement</p><h1>${model}</h1>
${failed ? notice(html`<p><strong>Failed: ${errorKind}.</strong> ${error}</p><p>${REMEDIES[errorKind ?? ""]}</p>`, "bad") : html`<p class="lead" role="status">${state === "queued" ? "It waits for its turn." : progress === undefined ? "It is being measured." : `${whole(progress.done)} of ${whole(progress.total)} faces.`}</p>
${progress === undefined ? "" : html`<progress value="${progress.done}"${attribute("max", progress.total)}>${progress.done} of ${progress.total}</progress>`}
<p class="note">This page looks again by itself.</p>`}
<p><a href="/queue">Queue</a></p>`,
  };
}
