import { count, html, nothing, whole } from "@fmpn/page";
import { chipLinks, paging } from "@fmpn/page/parts";
import type { BoardSummary } from "../queries/board-summaries.js";
import type { AreaView } from "../queries/tasks.js";
import type { HubPage } from "./layout.js";
import { boardTable } from "./lists.js";

/** Notable benchmarks by area. */
export function notablePage(areas: readonly { readonly area: AreaView; readonly boards: readonly BoardSummary[] }[], others: readonly BoardSummary[], total: number): HubPage {
  return {
    title: "State of the art",
    description: `Notable ones of ${whole(total)} benchmarks, by area.`,
    part: "/sota",
    main: html`<h1>State of the art</h1>
<p class="lead">Notable ones of ${count(total, "benchmark")}: those with many results, recent ones, and measured ones first. <a href="/sota/all">All of them</a></p>
${chipLinks("Areas", areas.map(({ area }) => ({ href: `#${area.slug}`, text: area.name })))}
${areas.map(({ area, boards }) => html`<h2 id="${area.slug}">${area.name}</h2>${boardTable(`Notable benchmarks of ${area.name}`, boards, true)}<p><a href="/sota/all?area=${area.slug}">All ${count(area.boards, "benchmark")} of ${area.name}</a></p>`)}
${others.length === 0 ? nothing : html`<h2 id="other">Tasks without an area</h2>${boardTable("Notable benchmarks of tasks without an area", others, true)}`}`,
  };
}

/** Every benchmark, by task. */
export function allBoardsPage(boards: readonly BoardSummary[], total: number, page: number, size: number, areas: readonly AreaView[], area: AreaView | undefined): HubPage {
  const last = Math.max(1, Math.ceil(total / size));
  const address = (number: number): string => {
    const query = new URLSearchParams({ ...(area === undefined ? {} : { area: area.slug }), ...(number === 1 ? {} : { page: String(number) }) }).toString();
    return `/sota/all${query === "" ? "" : `?${query}`}`;
  };
  return {
    title: area === undefined ? "All benchmarks" : `All benchmarks of ${area.name}`,
    part: "/sota",
    trail: [{ href: "/sota", text: "SotA" }, { text: "All" }],
    main: html`<h1>${area === undefined ? "All benchmarks" : `All benchmarks of ${area.name}`}</h1>
<p class="lead">${count(total, "benchmark")}, by task.</p>
${chipLinks("Areas", [{ href: "/sota/all", text: "All areas" }, ...areas.filter(({ boards: n }) => n > 0).map(({ slug, name }) => ({ href: `/sota/all?area=${slug}`, text: name }))], area === undefined ? "/sota/all" : `/sota/all?area=${area.slug}`)}
${boardTable("Benchmarks", boards, true)}
${last === 1 ? nothing : paging({ words: `Page ${page} of ${last}`, previous: page > 1 ? address(page - 1) : undefined, next: page < last ? address(page + 1) : undefined })}`,
  };
}
