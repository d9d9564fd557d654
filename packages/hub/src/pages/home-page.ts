import { count, html, type Html, nothing, whole } from "@fmpn/page";
import { dataTable, tiles } from "@fmpn/page/parts";
import type { BoardSummary } from "../queries/board-summaries.js";
import type { PaperSummary } from "../queries/papers.js";
import type { MeasuredLine, SiteCounts } from "../queries/site.js";
import type { AreaView } from "../queries/tasks.js";
import { dateText, wordChip } from "./figures.js";
import type { HubPage } from "./layout.js";
import { boardTable, paperList } from "./lists.js";

/** The first page: what this is, what was measured lately, where to go on. */
export function homePage(name: string, counts: SiteCounts, measured: readonly MeasuredLine[], notable: readonly BoardSummary[], areas: readonly AreaView[], newest: readonly PaperSummary[]): HubPage {
  return {
    title: name,
    description: "Papers, code, benchmarks and state-of-the-art results of machine learning, and claims that are measured again.",
    main: html`<h1>What papers claim, and what was measured</h1>
<p class="lead">A community resource for machine learning research: papers, code, benchmarks, and state-of-the-art results. A claim is what a paper says of itself; a measurement is what came out when a model was run again, on a pinned split, by a command that you can repeat. They stand side by side here.</p>
${tiles([
  { figure: whole(counts.results), words: "claims" },
  { figure: whole(counts.boards), words: "benchmarks" },
  { figure: whole(counts.measured), words: "measurements" },
  { figure: whole(counts.papers), words: "papers" },
  { figure: whole(counts.datasets), words: "data sets" },
  { figure: whole(counts.tasks), words: "tasks" },
])}
${measured.length === 0 ? nothing : html`<h2>Measured lately</h2>${measuredTable(measured)}<p class="note">“Retrained” weights were trained from a paper's method: they judge nobody. “Not comparable” figures come from another split. <a href="/about/rules">What the words mean</a></p>`}
<h2>Notable benchmarks</h2>${boardTable("Notable benchmarks", notable, true)}<p><a href="/sota">State of the art, by area</a></p>
<h2>Areas</h2><ul class="tags">${areas.filter(({ boards }) => boards > 0).map((area) => html`<li><a class="chip" href="/area/${area.slug}">${area.name}<span class="away">:</span>&nbsp;<span class="soft">${whole(area.boards)}</span></a></li>`)}<li><a class="chip" href="/tasks">all tasks</a></li></ul>
${newest.length === 0 ? nothing : html`<h2>Newest papers</h2>${paperList(newest)}<p><a href="/papers">All papers</a></p>`}`,
  };
}

function measuredTable(lines: readonly MeasuredLine[]): Html {
  return dataTable<MeasuredLine>({
    caption: "Measured lately",
    captionAway: true,
    stack: true,
    columns: [
      { name: "Model", heads: true, cell: (line) => html`<a href="/model/${line.model.slug}">${line.model.name}</a>` },
      { name: "Benchmark", label: "Benchmark", cell: (line) => html`<a href="/sota/${line.board.slug}">${line.dataset}</a><small>${line.protocol}</small>` },
      { name: "Claimed", kind: "number", label: "Claimed", cell: (line) => (line.claim === null ? "–" : html`${line.claim}${line.claimedBy === null ? nothing : html`<small>${line.claimedBy}</small>`}`) },
      { name: "Measured", kind: "number", label: "Measured", cell: (line) => html`<a href="/measurement/${line.slug}">${line.number}</a>${line.low === null || line.high === null ? nothing : html`<small>${line.low} to ${line.high}</small>`}` },
      { name: "Status", label: "Status", cell: (line) => wordChip(line.word) },
      { name: "Date", label: "Date", cell: (line) => dateText(line.date) },
    ],
    groups: [{ rows: lines }],
  });
}

/** All papers, the newest first. */
export function papersPage(papers: readonly PaperSummary[], total: number, next: string | undefined, first: boolean): HubPage {
  return {
    title: "Papers",
    part: "/papers",
    main: html`<h1>Papers</h1>
<p class="lead">${count(total, "paper")}, the newest first.${first ? "" : " "}</p>
${paperList(papers)}
<nav class="paging" aria-label="Pages">${first ? nothing : html`<a href="/papers">Newest</a>`}${next === undefined ? nothing : html`<a rel="next" href="/papers?before=${next}">Older papers →</a>`}</nav>`,
  };
}

