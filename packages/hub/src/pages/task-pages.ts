import { count, html, type Html, nothing, whole } from "@fmpn/page";
import { chipLinks, paging } from "@fmpn/page/parts";
import type { BoardSummary } from "../queries/board-summaries.js";
import type { PaperSummary } from "../queries/papers.js";
import type { TaskLink, AreaView, TaskNode, TaskView } from "../queries/tasks.js";
import { excerpt, markdownText } from "../text/rich-text.js";
import type { HubPage } from "./layout.js";
import { boardTable, inline, paperList, taskLine, taskTree } from "./lists.js";

export interface TaskPageContent {
  readonly view: TaskView;
  readonly boards: readonly BoardSummary[];
  /** Boards of the tasks below. */
  readonly below: readonly BoardSummary[];
  readonly datasets: readonly TaskLink[];
  readonly papers: readonly PaperSummary[];
  readonly more: string | undefined;
}

/** A task: its place among the others, its benchmarks, its papers. */
export function taskPage({ view, boards, below, datasets, papers, more }: TaskPageContent): HubPage {
  const { task, area, parents, ancestors, children, synonyms } = view;
  return {
    title: task.name,
    description: task.description === null ? `${count(boards.length, "benchmark")} of ${task.name}.` : excerpt(task.description, 160),
    part: "/tasks",
    trail: [{ href: "/tasks", text: "Tasks" }, ...(area === undefined ? [] : [{ href: `/area/${area.slug}`, text: area.name }]), { text: task.name }],
    head: html`<link rel="alternate" type="application/atom+xml" title="${task.name}" href="/task/${task.slug}.atom">
`,
    main: html`<h1>${task.name}</h1>
<p class="lead">${count(boards.length, "benchmark")}, ${count(task.papers, "paper")}${synonyms.length === 0 ? "" : `; also called ${synonyms.slice(0, 6).join(", ")}`}.</p>
${task.note === null ? nothing : html`<div class="notice">${task.note}</div>`}
${task.description === null ? nothing : html`<div class="prose">${markdownText(task.description)}</div>`}
${ancestors.length === 0 ? nothing : html`<p>Part of ${inline(parents, "task")}${ancestors.length > parents.length ? html`, and with ${parents.length === 1 ? "it" : "them"} of ${inline(ancestors.filter(({ slug }) => !parents.some((parent) => parent.slug === slug)), "task")}` : nothing}.</p>`}
${boards.length === 0 ? nothing : html`<h2>Benchmarks</h2>${boardTable(`Benchmarks of ${task.name}`, boards, false)}`}
${children.length === 0 ? nothing : html`<h2>Subtasks</h2><nav class="tree columns" aria-label="Subtasks">${columnsOf(children, 2).map((some) => taskTree(some))}</nav>`}
${below.length === 0 ? nothing : html`<h2>Benchmarks of subtasks</h2>${boardTable(`Benchmarks of tasks under ${task.name}`, below, true)}`}
${datasets.length === 0 ? nothing : html`<h2>Data sets</h2>${chipLinks("Data sets", datasets.map(({ slug, name }) => ({ href: `/dataset/${slug}`, text: name })))}`}
${papers.length === 0 ? nothing : html`<h2>Papers, newest first</h2>${paperList(papers)}${more === undefined ? nothing : html`<p><a rel="next" href="${more}">Older papers</a></p>`}`}`,
  };
}

function columnsOf(nodes: readonly TaskNode[], columns: number): (readonly TaskNode[])[] {
  const height = Math.ceil(nodes.length / columns);
  return Array.from({ length: columns }, (_, index) => nodes.slice(index * height, (index + 1) * height)).filter((some) => some.length > 0);
}

/** All areas, each with its tasks of most weight. */
export function tasksPage(areas: readonly (AreaView & { readonly top: readonly Omit<TaskNode, "children">[] })[], other: { readonly total: number; readonly tasks: readonly Omit<TaskNode, "children">[] }): HubPage {
  const total = areas.reduce((sum, { tasks }) => sum + tasks, other.total);
  return {
    title: "Tasks",
    description: `${whole(total)} tasks of machine learning by area.`,
    part: "/tasks",
    main: html`<h1>Tasks</h1>
<p class="lead">${whole(total)} tasks, by area; those with most benchmarks first. A task may lie under several others.</p>
<div class="columns">${areas.map(({ slug, name, tasks, boards, top }) => html`<section><h2><a href="/area/${slug}">${name}</a></h2><p class="soft">${count(tasks, "task")}, ${count(boards, "benchmark")}</p>${taskList(top)}</section>`)}
${other.total === 0 ? nothing : html`<section><h2><a href="/area/other">Without an area</a></h2><p class="soft">${count(other.total, "task")}; the archive lists them in no area, or in several without saying which.</p>${taskList(other.tasks)}</section>`}</div>`,
  };
}

/** An area's tasks. */
export function areaPage(area: TaskLink, { total, tasks }: { readonly total: number; readonly tasks: readonly Omit<TaskNode, "children">[] }, boards: readonly BoardSummary[], page: number, size: number): HubPage {
  const last = Math.max(1, Math.ceil(total / size));
  const address = (number: number): string => `/area/${area.slug}${number === 1 ? "" : `?page=${number}`}`;
  return {
    title: area.name,
    part: "/tasks",
    trail: [{ href: "/tasks", text: "Tasks" }, { text: area.name }],
    main: html`<h1>${area.name}</h1>
<p class="lead">${count(total, "task")}.</p>
${boards.length === 0 || page > 1 ? nothing : html`<h2>Notable benchmarks</h2>${boardTable(`Notable benchmarks of ${area.name}`, boards, true)}<p><a href="/sota/all?area=${area.slug}">All benchmarks of ${area.name}</a></p>`}
<h2>Tasks</h2><div class="columns">${chunks(tasks, Math.ceil(tasks.length / 3)).map((some) => taskList(some))}</div>
${last === 1 ? nothing : paging({ words: `Page ${page} of ${last}`, previous: page > 1 ? address(page - 1) : undefined, next: page < last ? address(page + 1) : undefined })}`,
  };
}

const chunks = <T>(all: readonly T[], size: number): (readonly T[])[] => Array.from({ length: Math.ceil(all.length / Math.max(1, size)) }, (_, index) => all.slice(index * size, (index + 1) * size));

function taskList(tasks: readonly Omit<TaskNode, "children">[]): Html {
  return html`<ul class="plain">${tasks.map((task) => html`<li>${taskLine(task)}</li>`)}</ul>`;
}
