import { type Content, count, html, nothing, whole } from "@fmpn/page";
import { barChart } from "@fmpn/page/charts";
import { chip, dataTable, facts, notice, paging } from "@fmpn/page/parts";
import { webAddress } from "../names/links.js";
import type { DatasetSummary, DatasetView, SplitView } from "../queries/datasets.js";
import { excerpt, markdownText } from "../text/rich-text.js";
import { dateText } from "./figures.js";
import type { HubPage } from "./layout.js";
import { boardTable, inline } from "./lists.js";

/** A data set: what it is, how it may be had, what is measured on it. */
export function datasetPage(view: DatasetView, head: Content): HubPage {
  const { dataset, paper } = view;
  const licence = dataset.licence_name === null ? undefined : webAddress(dataset.licence_url) === null ? dataset.licence_name : html`<a href="${dataset.licence_url ?? ""}" rel="nofollow ugc">${dataset.licence_name}</a>`;
  return {
    title: dataset.name,
    description: dataset.description === null ? `Benchmarks on ${dataset.name}.` : excerpt(dataset.description, 160),
    part: "/datasets",
    trail: [{ href: "/datasets", text: "Datasets" }, { text: dataset.name }],
    head,
    main: html`<h1>${dataset.name}</h1>
${dataset.full_name === null || dataset.full_name === dataset.name ? nothing : html`<p class="lead">${dataset.full_name}</p>`}
${dataset.warning === null ? nothing : notice(dataset.warning, "warn")}
${dataset.stub === 1 && dataset.description === null ? html`<p class="soft">Nothing but the name is known of this data set; it was found on a benchmark.</p>` : nothing}
${dataset.description === null ? nothing : html`<div class="prose">${markdownText(dataset.description)}</div>`}
${facts([
  ["Homepage", webAddress(dataset.homepage) === null ? undefined : html`<a href="${dataset.homepage ?? ""}" rel="nofollow ugc">${dataset.homepage}</a>`],
  ["Introduced by", paper === undefined ? undefined : html`<a href="/paper/${paper.slug}">${paper.title}</a>`],
  ["Introduced", dataset.introduced === null ? undefined : dateText(dataset.introduced)],
  ["Licence", licence ?? "not known"],
  ["Access", dataset.access === "unknown" ? undefined : dataset.access],
  ["Modalities", view.modalities.join(", ")],
  ["Languages", view.languages.slice(0, 30).join(", ")],
  ["Variants", view.variants.slice(0, 40).join(", ")],
  ["Part of", view.parent === undefined ? undefined : html`<a href="/dataset/${view.parent.slug}">${view.parent.name}</a>`],
  ["Parts", view.parts.length === 0 ? undefined : inline(view.parts, "dataset")],
  ["Tasks", view.tasks.length === 0 ? undefined : inline(view.tasks, "task")],
  ["Loaders", view.loaders.length === 0 ? undefined : html`${view.loaders.slice(0, 20).map(({ repo, frameworks }, index) => html`${index === 0 ? "" : ", "}${webAddress(repo) === null ? repo : html`<a href="${repo}" rel="nofollow ugc">${repo.replace(/^https?:\/\/(?:www\.)?/, "")}</a>`}${frameworks.length === 0 ? "" : ` (${frameworks.join(", ")})`}`)}`],
  ["Papers", dataset.num_papers === 0 ? undefined : `${whole(dataset.num_papers)} use it, the archive says`],
])}
${view.splits.length === 0 ? nothing : html`<h2>Splits</h2>${splitTable(view.splits)}`}
${view.boards.length === 0 ? nothing : html`<h2>Benchmarks</h2>${boardTable(`Benchmarks on ${dataset.name}`, view.boards, true)}`}
${view.papersByYear.length < 2 ? nothing : html`<h2>Papers with results on it, by year</h2><figure>${barChart(`Papers with results on ${dataset.name} by year: ${view.papersByYear.map(({ year, papers }) => `${year} ${papers}`).join(", ")}`, view.papersByYear.map(({ year, papers }) => ({ name: year, value: papers })))}</figure>`}`,
  };
}

function splitTable(splits: readonly SplitView[]): Content {
  return dataTable<SplitView>({
    caption: "Splits",
    captionAway: true,
    stack: true,
    columns: [
      { name: "Split", heads: true, cell: ({ name }) => name },
      { name: "Pictures", kind: "number", label: "Pictures", cell: ({ images }) => (images === null ? "" : whole(images)) },
      { name: "People", kind: "number", label: "People", cell: ({ subjects }) => (subjects === null ? "" : whole(subjects)) },
      { name: "Classes", kind: "number", label: "Classes", cell: ({ classes }) => (classes.length === 0 ? "" : classes.length) },
      { name: "Hash", label: "Hash", cell: ({ sha256 }) => (sha256 === null ? html`<span class="soft">not pinned</span>` : html`<code>${sha256.slice(0, 16)}</code>`) },
      { name: "Re-measurable", label: "Re-measurable", cell: ({ madeBy, shippable }) => (shippable || madeBy.startsWith("generator") ? chip("can be measured anywhere", "good") : "") },
    ],
    groups: [{ rows: splits }],
  });
}

/** All data sets. */
export function datasetsPage(datasets: readonly DatasetSummary[], total: number, page: number, size: number): HubPage {
  const last = Math.max(1, Math.ceil(total / size));
  const address = (number: number): string => `/datasets${number === 1 ? "" : `?page=${number}`}`;
  return {
    title: "Datasets",
    part: "/datasets",
    main: html`<h1>Datasets</h1>
<p class="lead">${count(total, "data set")}, those with most results and papers first.</p>
<ul class="log">${datasets.map(({ slug, name, fullName, description, papers, boards, licence, modalities }) => html`<li><a href="/dataset/${slug}"><strong>${name}</strong></a>${fullName === null || fullName === name ? nothing : html` <span class="soft">${fullName}</span>`}${description === null ? nothing : html`<p>${excerpt(description, 220)}</p>`}<div class="row">${boards === 0 ? nothing : chip(count(boards, "benchmark"))}${papers === 0 ? nothing : chip(count(papers, "paper"))}${modalities.slice(0, 3).map((modality) => chip(modality))}${licence === null ? nothing : chip(licence)}</div></li>`)}</ul>
${last === 1 ? nothing : paging({ words: `Page ${page} of ${last}`, previous: page > 1 ? address(page - 1) : undefined, next: page < last ? address(page + 1) : undefined })}`,
  };
}

