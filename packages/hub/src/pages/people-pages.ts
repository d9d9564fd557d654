import { count, html, nothing, whole } from "@fmpn/page";
import { chipLinks, paging } from "@fmpn/page/parts";
import type { PaperSummary } from "../queries/papers.js";
import type { AuthorView, ConferenceView } from "../queries/people.js";
import type { SearchResult } from "../queries/search.js";
import type { Change } from "../queries/site.js";
import { dateText } from "./figures.js";
import type { HubPage } from "./layout.js";
import { paperList } from "./lists.js";

/** Papers under an author's name. */
export function authorPage({ name, key, total, papers }: AuthorView, page: number, size: number): HubPage {
  const last = Math.max(1, Math.ceil(total / size));
  const address = (number: number): string => `/author/${key}${number === 1 ? "" : `?page=${number}`}`;
  return {
    title: name,
    trail: [{ href: "/papers", text: "Papers" }, { text: name }],
    main: html`<h1>${name}</h1>
<p class="lead">${count(total, "paper")} under this name. Several people may share it.</p>
${paperList(papers)}
${last === 1 ? nothing : paging({ words: `Page ${page} of ${last}`, previous: page > 1 ? address(page - 1) : undefined, next: page < last ? address(page + 1) : undefined })}`,
  };
}

/** Papers of a conference. */
export function conferencePage(conference: ConferenceView, papers: readonly PaperSummary[], year: number | undefined, page: number, size: number): HubPage {
  const total = conference.years.filter((entry) => year === undefined || entry.year === year).reduce((sum, { papers: n }) => sum + n, 0);
  const last = Math.max(1, Math.ceil(total / size));
  const address = (number: number): string => {
    const query = new URLSearchParams({ ...(year === undefined ? {} : { year: String(year) }), ...(number === 1 ? {} : { page: String(number) }) }).toString();
    return `/conference/${conference.slug}${query === "" ? "" : `?${query}`}`;
  };
  return {
    title: year === undefined ? conference.name : `${conference.name} ${year}`,
    trail: [{ href: "/papers", text: "Papers" }, { text: conference.name }],
    main: html`<h1>${conference.name}${year === undefined ? "" : ` ${year}`}</h1>
<p class="lead">${count(total, "paper")}.</p>
${chipLinks("Years", [{ href: `/conference/${conference.slug}`, text: "All years" }, ...conference.years.flatMap((entry) => (entry.year === null ? [] : [{ href: `/conference/${conference.slug}?year=${entry.year}`, text: `${entry.year} (${whole(entry.papers)})` }]))], year === undefined ? `/conference/${conference.slug}` : `/conference/${conference.slug}?year=${year}`)}
${paperList(papers)}
${last === 1 ? nothing : paging({ words: `Page ${page} of ${last}`, previous: page > 1 ? address(page - 1) : undefined, next: page < last ? address(page + 1) : undefined })}`,
  };
}

const KINDS = { task: "Tasks", dataset: "Data sets", method: "Methods", conference: "Conferences" } as const;

/** What was found. */
export function searchPage({ query, names, papers, total, capped }: SearchResult): HubPage {
  const kinds = Object.entries(KINDS).map(([kind, title]) => ({ kind, title, hits: names.filter((hit) => hit.kind === kind) }));
  return {
    title: query === "" ? "Search" : `${query}: search`,
    query,
    head: html`<meta name="robots" content="noindex">
`,
    main: html`<h1>${query === "" ? "Search" : html`Search for “${query}”`}</h1>
${query === "" ? html`<p class="lead">Search for tasks, data sets, methods and papers by their words.</p>` : html`<p class="lead">${total === 0 ? "No paper has all of these words" : `${capped ? "More than " : ""}${count(total, "paper")} with all of these words`}${total > papers.length ? `; the ${papers.length} that matter most are shown` : ""}.</p>`}
${kinds.map(({ kind, title, hits }) => (hits.length === 0 ? nothing : html`<h2>${title}</h2>${chipLinks(title, hits.map(({ slug, name }) => ({ href: `/${kind}/${slug}`, text: name })))}`))}
${papers.length === 0 ? nothing : html`<h2>Papers</h2>${paperList(papers)}`}`,
  };
}

/** What was imported and edited. */
export function changesPage(changes: readonly Change[]): HubPage {
  return {
    title: "Changes",
    main: html`<h1>Changes</h1>
<p class="lead">What was imported and edited, the newest first. Nothing is overwritten without a trace, and every edit can be undone.</p>
<ul class="log">${changes.map(({ at, what, detail }) => html`<li>${dateText(at.slice(0, 10))} <strong>${what}</strong>${detail === null || detail === "" ? nothing : html`<p class="soft">${detail}</p>`}</li>`)}</ul>
${changes.length === 0 ? html`<p>Nothing yet.</p>` : nothing}`,
  };
}
