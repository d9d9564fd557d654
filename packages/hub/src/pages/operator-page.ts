import { count, duration, fileSize, html, whole } from "@fmpn/page";
import { chip, dataTable, facts, tiles } from "@fmpn/page/parts";
import { ALLOWANCES } from "../accounts/allowances.js";
import type { Fault, OperatorView } from "../operation/operator-view.js";
import type { WorkerState } from "../operation/queue-state.js";
import type { HubPage } from "./layout.js";

/** Seconds after which a silent worker is worth a look: it speaks every fifteen. */
const SILENT = 60;

/** What whoever runs the hub has to know: the queue, workers, storage, limits, what went wrong. */
export function operatorPage({ queue, storage, free, waiting, people, faults }: OperatorView): HubPage {
  return {
    title: "Operation",
    main: html`<h1>Operation</h1>
${tiles([
  { figure: whole(queue.jobs.queued), words: "models wait" },
  { figure: whole(queue.jobs.running), words: "are measured" },
  { figure: whole(queue.workers.filter(({ silentSeconds }) => silentSeconds < SILENT).length), words: "workers" },
  { figure: whole(waiting), words: "claims to review" },
])}
<h2>Queue</h2>
${facts([
  ["Waits longest", queue.jobs.queued === 0 ? "nothing" : duration(queue.oldestWaitingSeconds)],
  ["Measured", whole(queue.jobs.done)],
  ["Failed", whole(queue.jobs.failed)],
  ["Failures of the last week", queue.failures.length === 0 ? "none" : queue.failures.map(({ kind, count: n }) => `${kind}: ${whole(n)}`).join(", ")],
])}
<p><a href="/queue">Every model in the queue</a> · <a href="/review">Review</a></p>
<h2>Workers</h2>
${queue.workers.length === 0 ? html`<p>None has given a sign of life: nothing is measured. Start one by <code>fmpn hub worker</code>.</p>` : workerTable(queue.workers)}
<h2>Storage</h2>
${facts([
  ["Database", fileSize(storage.databaseBytes)],
  ...storage.artifacts.map(({ kind, files, bytes }) => [`Files: ${kind}`, `${count(files, "file")}, ${fileSize(bytes)}`] as const),
  ["Free where they lie", free === undefined ? undefined : fileSize(free)],
])}
<h2>People</h2>
${facts(people.map(({ role, count: n }) => [`${role}s`, whole(n)] as const))}
<h2>Limits</h2>
${dataTable({
  caption: "How often a person may do what",
  captionAway: true,
  columns: [
    { name: "What", cell: ({ what }) => what },
    { name: "In a row", kind: "number", cell: ({ atOnce }) => whole(atOnce) },
    { name: "Then one each", cell: ({ seconds }) => duration(seconds) },
  ],
  groups: [{ rows: Object.values(ALLOWANCES) }],
})}
<h2>What went wrong last</h2>
${faults.length === 0 ? html`<p>Nothing was noted.</p>` : faultTable(faults)}`,
  };
}

const workerTable = (workers: readonly WorkerState[]) =>
  dataTable<WorkerState>({
    caption: "Workers and their last sign of life",
    captionAway: true,
    stack: true,
    columns: [
      { name: "Worker", cell: ({ name }) => name },
      { name: "Keeps models apart by", label: "Keeps models apart by", cell: ({ isolation }) => isolation },
      { name: "Since", label: "Since", cell: ({ started }) => minute(started) },
      { name: "Last sign of life", label: "Last sign of life", cell: ({ silentSeconds }) => (silentSeconds < SILENT ? chip(`${duration(silentSeconds)} ago`, "good") : chip(`silent for ${duration(silentSeconds)}`, "bad")) },
      { name: "Job", label: "Job", cell: ({ job }) => (job === undefined ? "waits" : `no. ${job}`) },
    ],
    groups: [{ rows: workers }],
  });

const faultTable = (faults: readonly Fault[]) =>
  dataTable<Fault>({
    caption: "Faults of the hub's own and jobs that came to nothing",
    captionAway: true,
    stack: true,
    columns: [
      { name: "When", heads: true, cell: ({ at }) => minute(at) },
      { name: "Where", label: "Where", cell: ({ place }) => place },
      { name: "What", label: "What", cell: ({ text }) => text },
    ],
    groups: [{ rows: faults }],
  });

const minute = (time: string): string => time.slice(0, 16).replace("T", " ");
