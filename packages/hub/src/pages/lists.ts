import { count, html, type Html, nothing } from "@fmpn/page";
import { chip, dataTable } from "@fmpn/page/parts";
import type { BoardSummary } from "../queries/board-summaries.js";
import type { PaperLink, PaperSummary } from "../queries/papers.js";
import type { TaskLink, TaskNode } from "../queries/tasks.js";
import { excerpt } from "../text/rich-text.js";
import { dateText } from "./figures.js";

/** Papers, one below the other, with what there is of each. */
export function paperList(papers: readonly PaperSummary[]): Html {
  return html`<ul class="log">${papers.map(
    (paper) => html`<li><a href="/paper/${paper.slug}"><strong>${paper.title}</strong></a>
<p class="soft">${[authorsText(paper.authors), paper.date].filter((text) => text !== null && text !== "").join(" · ")}</p>${paper.abstract === null ? nothing : html`<p>${excerpt(paper.abstract, 220)}</p>`}
<div class="row">${paper.code === 0 ? nothing : chip(count(paper.code, "repository", "repositories"), "good")}${paper.results === 0 ? nothing : chip(count(paper.results, "result"))}${paper.tasks.slice(0, 4).map(({ slug, name }) => html`<a class="chip" href="/task/${slug}">${name}</a>`)}</div></li>`,
  )}</ul>`;
}

export function authorsText(authors: readonly string[]): string {
  return authors.length <= 4 ? authors.join(", ") : `${authors.slice(0, 3).join(", ")} and ${authors.length - 3} more`;
}

/** Titles with their dates. */
export function paperLinks(papers: readonly PaperLink[]): Html {
  return html`<ul class="log">${papers.map(({ slug, title, date }) => html`<li><a href="/paper/${slug}">${title}</a> <span class="soft">${dateText(date)}</span></li>`)}</ul>`;
}

/** Boards with what leads them. @param withTask whether they are of several tasks */
export function boardTable(caption: string, boards: readonly BoardSummary[], withTask: boolean): Html {
  return dataTable<BoardSummary>({
    caption,
    captionAway: true,
    stack: true,
    columns: [
      { name: "Benchmark", heads: true, cell: (board) => html`<a href="/sota/${board.slug}">${board.dataset.name}</a>${withTask ? html`<small>${board.task.name}</small>` : nothing}` },
      { name: "Best claim", label: "Best claim", cell: ({ best, results }) => (best === undefined ? html`<span class="soft">${results === 0 ? "no claims" : "not ranked"}</span>` : html`${best.raw}<small>${best.metric}</small>`) },
      { name: "Model", label: "Model", cell: ({ best }) => (best === undefined ? "" : best.paper === undefined ? best.model : html`<a href="/paper/${best.paper.slug}">${best.model}</a>`) },
      { name: "Results", kind: "number", label: "Results", cell: ({ results }) => results.toLocaleString("en") },
      ...(boards.some(({ measured }) => measured > 0) ? [{ name: "Best measured", kind: "number" as const, label: "Best measured", cell: ({ bestMeasured, measured }: BoardSummary) => (bestMeasured === undefined ? (measured === 0 ? "" : count(measured, "measurement")) : html`<a href="/measurement/${bestMeasured.slug}">${bestMeasured.number}</a>`) }] : []),
      { name: "Newest", label: "Newest", cell: ({ latest }) => dateText(latest) },
    ],
    groups: [{ rows: boards }],
  });
}

/** Tasks and what lies under them. */
export function taskTree(nodes: readonly TaskNode[]): Html {
  return html`<ul>${nodes.map((node) => html`<li>${taskLine(node)}${node.children.length === 0 ? nothing : taskTree(node.children)}</li>`)}</ul>`;
}

export function taskLine({ slug, name, boards, papers }: Omit<TaskNode, "children">): Html {
  const words = [boards === 0 ? undefined : count(boards, "benchmark"), papers === 0 ? undefined : count(papers, "paper")].filter((text) => text !== undefined).join(", ");
  return html`<a href="/task/${slug}">${name}</a>${words === "" ? nothing : html` <span class="soft">${words}</span>`}`;
}

/** Links in a line, with commas between. */
export function inline(links: readonly TaskLink[], kind: "task" | "dataset" | "method"): Html {
  return html`${links.map(({ slug, name }, index) => html`${index === 0 ? "" : ", "}<a href="/${kind}/${slug}">${name}</a>`)}`;
}
