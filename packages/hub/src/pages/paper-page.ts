import { type Content, count, html, type Html, nothing, raw, whole } from "@fmpn/page";
import { chip, dataTable, facts, notice } from "@fmpn/page/parts";
import { webAddress } from "../names/links.js";
import type { PaperCode, PaperResult, PaperView } from "../queries/papers.js";
import { excerpt, mathText } from "../text/rich-text.js";
import { claimed, dateText, doubts, measuredFigure, shortNumber, wordChip } from "./figures.js";
import type { HubPage } from "./layout.js";
import { inline, paperLinks } from "./lists.js";

/** What other sites make of a paper's page: prepared where addresses and citations are known. */
export interface PaperMachineFacts {
  /** Of this hub, "https://hub.example": READMEs elsewhere name it. */
  readonly origin: string;
  /** `citation_*`, JSON-LD, feeds. */
  readonly head: Content;
  readonly bibtex: string;
}

/** Code links that are shown at once. */
const SHOWN_CODE = 12;

/** A paper: what it says, what it claims, what was measured. @param extra blocks that come after the results, as "Run it here" */
export function paperPage(view: PaperView, machine: PaperMachineFacts, extra: Content = nothing): HubPage {
  const { paper } = view;
  return {
    title: paper.title,
    description: paper.abstract === null ? undefined : excerpt(paper.abstract, 160),
    part: "/papers",
    trail: [{ href: "/papers", text: "Papers" }, { text: paper.title.length > 61 ? `${paper.title.slice(0, 58)}...` : paper.title }],
    head: machine.head,
    main: html`<h1>${paper.title}</h1>
${view.authors.length === 0 ? nothing : html`<p class="lead">${view.authors.slice(0, 40).map(({ name, key }, index) => html`${index === 0 ? "" : ", "}<a href="/author/${key}">${name}</a>`)}${view.authors.length > 40 ? ` and ${whole(view.authors.length - 40)} more` : ""}</p>`}
<div class="row">${dateText(paper.date)}${view.venue === undefined ? nothing : html`<a class="chip" href="/conference/${view.venue.slug}">${view.venue.name}${view.venue.year === null ? "" : ` ${view.venue.year}`}</a>`}${view.tasks.map(({ slug, name }) => html`<a class="chip" href="/task/${slug}">${name}</a>`)}</div>
${sourceLinks(view)}
${paper.stub === 1 ? notice("Only the title of this paper is known here: it was found in a results table. Its own page and abstract will appear once a record of it is imported.") : nothing}
${paper.abstract === null ? nothing : html`<h2>Abstract</h2><div class="prose">${mathText(paper.abstract)}</div>`}
${resultsSection(view)}
${extra}
${view.code.length > 0 ? codeSection(view.code) : nothing}
${aboutSection(view)}
${relatedSection(view)}
<h2 id="cite">Cite</h2><pre tabindex="0">${machine.bibtex}</pre><p class="row"><a href="/paper/${paper.slug}.bib">BibTeX</a><a href="/paper/${paper.slug}.ris">RIS</a><a href="/paper/${paper.slug}.json">JSON</a></p>
${badgeSection(view, machine.origin)}`,
  };
}

function sourceLinks({ paper, code }: PaperView): Html {
  const [abs, pdf] = [webAddress(paper.url_abs), webAddress(paper.url_pdf)];
  const links = [
    ...(abs === null ? [] : [{ href: abs, text: "Paper" }]),
    ...(pdf === null ? [] : [{ href: pdf, text: "PDF" }]),
    ...code.slice(0, 4).map(({ url, official }) => ({ href: url, text: official ? "Code (official)" : "Code" })),
  ];
  return links.length === 0 ? nothing : html`<p class="row">${links.map(({ href, text }) => html`<a class="button" href="${href}" rel="nofollow ugc">${text}</a>`)}</p>`;
}

function resultsSection({ results, paper }: PaperView): Html {
  if (results.length === 0) return nothing;
  const lines = [...results].sort((a, b) => weight(a) - weight(b));
  return html`<h2>Results</h2>
${dataTable<PaperResult>({
  caption: `Results of ${paper.title}`,
  captionAway: true,
  stack: true,
  columns: [
    { name: "Task", heads: true, cell: ({ task }) => html`<a href="/task/${task.slug}">${task.name}</a>` },
    // A head of a row holds no details: they stand in the next cell, once for each task.
    { name: "Dataset", label: "Dataset", cell: ({ dataset, board, task, alsoUnder }, index) => html`<a href="/sota/${board}?p=${paper.slug}">${dataset.name}</a>${alsoUnder.length === 0 || lines.findIndex((other) => other.task.slug === task.slug) !== index ? nothing : html`<details><summary>also listed under ${alsoUnder.length} more</summary>${inline(alsoUnder, "task")}</details>`}` },
    { name: "Metric", label: "Metric", cell: ({ metric }) => metric.name },
    { name: "Value", kind: "number", label: "Claimed", cell: ({ value, results: rows, protocol }) => html`${claimed(value)}${value.rank === null || protocol !== undefined ? nothing : html`<small>#${value.rank} of ${whole(rows)}</small>`}` },
    { name: "Measured", kind: "number", label: "Measured", cell: ({ measurement, metric }) => measuredFigure(measurement, metric.id) },
    { name: "Status", label: "Status", cell: ({ word, disputes, measurement }) => html`${wordChip(word)}${doubts(disputes)}${measurement === undefined || word !== "retrained" ? nothing : html`<div class="soft">${measurement.model.name}</div>`}` },
    { name: "Model", label: "Model", cell: ({ model }) => html`<a href="/model/${model.slug}">${model.name}</a>` },
    { name: "Where it stands", label: "Where it stands", cell: ({ sourcePlace, protocol, board, note }) => html`${protocol === undefined ? html`<span class="soft">protocol not stated</span>` : html`<a href="/sota/${board}/protocol/${protocol.slug}">${protocol.name}</a>`}${sourcePlace === null ? nothing : html`<details><summary>source</summary>${sourcePlace}${note === null ? nothing : html`; ${note}`}</details>`}` },
  ],
  groups: [{ rows: lines }],
})}
<p class="note">A claim is what its source says. <a href="/about/rules">What the words mean</a></p>`;
}

/** What was measured comes first, then what states its protocol, last what a README rounds. */
const weight = ({ measurement, protocol, value }: PaperResult): number => (measurement !== undefined ? 0 : protocol !== undefined ? 1 : value.unit === "fraction" ? 3 : 2);

function codeSection(code: readonly PaperCode[]): Html {
  const table = (rows: readonly PaperCode[]): Html =>
    dataTable<PaperCode>({
      caption: "Repositories",
      captionAway: true,
      stack: true,
      columns: [
        { name: "Repository", heads: true, cell: ({ url, owner, name, gone, lastSeen }) => html`<a href="${url}" rel="nofollow ugc">${owner}/${name}</a>${gone ? html` ${chip("gone", "bad")}` : lastSeen === null ? nothing : html`<small>last seen ${lastSeen}</small>`}` },
        { name: "Whose", label: "Whose", cell: ({ official, inPaper }) => html`${official ? chip("official", "good") : nothing}${inPaper && !official ? chip("in the paper") : nothing}` },
        { name: "Framework", label: "Framework", cell: ({ framework }) => framework ?? "" },
        { name: "Stars", kind: "number", label: "Stars", cell: ({ stars }) => (stars === null ? "" : shortNumber(stars)) },
      ],
      groups: [{ rows }],
    });
  return html`<h2>Code</h2>${table(code.slice(0, SHOWN_CODE))}${code.length <= SHOWN_CODE ? nothing : html`<details><summary>${count(code.length - SHOWN_CODE, "further repository", "further repositories")}</summary>${table(code.slice(SHOWN_CODE))}</details>`}`;
}

function aboutSection({ methods, introduces, datasets }: PaperView): Html {
  const lines = facts([
    ["Introduces data sets", introduces.datasets.length === 0 ? undefined : inline(introduces.datasets, "dataset")],
    ["Introduces methods", introduces.methods.length === 0 ? undefined : inline(introduces.methods, "method")],
    ["Data sets used", datasets.length === 0 ? undefined : inline(datasets, "dataset")],
    ["Methods", methods.length === 0 ? undefined : inline(methods, "method")],
  ]);
  return methods.length + introduces.datasets.length + introduces.methods.length + datasets.length === 0 ? nothing : html`<h2>Data sets and methods</h2>${lines}`;
}

function relatedSection({ related: { sameBoards, sameTasks } }: PaperView): Html {
  if (sameBoards.length + sameTasks.length === 0) return nothing;
  return html`<h2>Related Papers</h2><div class="columns">${sameTasks.length === 0 ? nothing : html`<div><h3>On the same tasks</h3>${paperLinks(sameTasks)}</div>`}${sameBoards.length === 0 ? nothing : html`<div><h3>On the same benchmarks</h3>${paperLinks(sameBoards)}</div>`}</div>`;
}

function badgeSection({ results, paper }: PaperView, origin: string): Html {
  const boards = [...new Map(results.map((result) => [result.board, result])).values()].slice(0, 6);
  if (boards.length === 0) return nothing;
  return html`<h2>Badges</h2><p>For a README; the addresses are those that Papers With Code had, with another host.</p>
${boards.map(({ board, dataset }) => html`<p><img src="/badge/${paper.slug}/${board}.svg" alt="Badge: rank on ${dataset.name}" height="20"></p><pre tabindex="0">[![${dataset.name}](${origin}/badge/${paper.slug}/${board}.svg)](${origin}/sota/${board}?p=${paper.slug})</pre>`)}`;
}

/** JSON for machines within a page: `<` is written so that no script element ends early. */
export function jsonLd(value: unknown): Html {
  return raw(`<script type="application/ld+json">${JSON.stringify(value).replaceAll("<", "\\u003c")}</script>\n`);
}
