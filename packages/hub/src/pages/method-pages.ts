import { count, html, nothing, whole } from "@fmpn/page";
import { barChart } from "@fmpn/page/charts";
import { chipLinks, facts, paging } from "@fmpn/page/parts";
import { webAddress } from "../names/links.js";
import type { MethodSummary, MethodView } from "../queries/methods.js";
import type { PaperSummary } from "../queries/papers.js";
import { excerpt, markdownText } from "../text/rich-text.js";
import type { HubPage } from "./layout.js";
import { paperList } from "./lists.js";

/** The name of a collection within an address. */
export const collectionAddress = (name: string): string => `/methods/category/${encodeURIComponent(name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-"))}`;

/** A method: what it is, what it's used with and for. */
export function methodPage({ method, collections, paper, together, tasks, papersByYear, papers }: MethodView, newest: readonly PaperSummary[]): HubPage {
  return {
    title: method.full_name ?? method.name,
    description: method.description === null ? undefined : excerpt(method.description, 160),
    part: "/methods",
    trail: [{ href: "/methods", text: "Methods" }, ...(collections[0] === undefined ? [] : [{ href: collectionAddress(collections[0].collection), text: collections[0].collection }]), { text: method.name }],
    main: html`<h1>${method.full_name ?? method.name}</h1>
<p class="lead">${method.full_name === null || method.full_name === method.name ? "" : `${method.name}. `}${count(papers, "paper")} here${method.year === null ? "" : `, introduced in ${method.year}`}.</p>
${method.hidden === 1 ? html`<div class="notice warn">Hidden from lists: ${method.hidden_reason}.</div>` : nothing}
${method.description === null ? nothing : html`<div class="prose">${markdownText(method.description)}</div>`}
${facts([
  ["Introduced by", paper === undefined ? (method.source_title ?? undefined) : html`<a href="/paper/${paper.slug}">${paper.title}</a>`],
  ["Source", webAddress(method.source_url) === null ? undefined : html`<a href="${method.source_url ?? ""}" rel="nofollow ugc">${method.source_url}</a>`],
  ["Code", webAddress(method.code_url) === null ? undefined : html`<a href="${method.code_url ?? ""}" rel="nofollow ugc">${method.code_url}</a>`],
  ["Categories", collections.length === 0 ? undefined : html`${collections.map(({ collection, area }, index) => html`${index === 0 ? "" : ", "}<a href="${collectionAddress(collection)}">${collection}</a>${area === null ? "" : ` (${area})`}`)}`],
])}
${together.length === 0 ? nothing : html`<h2>Used together with</h2>${chipLinks("Methods that the same papers use", together.map(({ slug, name, papers: n }) => ({ href: `/method/${slug}`, text: `${name} (${n})` })))}`}
${tasks.length === 0 ? nothing : html`<h2>Used for</h2>${chipLinks("Tasks", tasks.map(({ slug, name, papers: n }) => ({ href: `/task/${slug}`, text: `${name} (${n})` })))}`}
${papersByYear.length < 2 ? nothing : html`<h2>Papers by year</h2><figure>${barChart(`Papers that use ${method.name} by year: ${papersByYear.map(({ year, papers: n }) => `${year} ${n}`).join(", ")}`, papersByYear.map(({ year, papers: n }) => ({ name: year, value: n })))}</figure>`}
${newest.length === 0 ? nothing : html`<h2>Papers, newest first</h2>${paperList(newest)}`}`,
  };
}

/** Methods by use, of all or of one category. */
export function methodsPage(methods: readonly MethodSummary[], { total, hidden }: { readonly total: number; readonly hidden: number }, page: number, size: number, collections: readonly { readonly area: string; readonly collections: readonly { readonly name: string; readonly methods: number }[] }[], category: string | undefined): HubPage {
  const last = Math.max(1, Math.ceil(total / size));
  const base = category === undefined ? "/methods" : collectionAddress(category);
  const address = (number: number): string => `${base}${number === 1 ? "" : `?page=${number}`}`;
  return {
    title: category ?? "Methods",
    part: "/methods",
    ...(category === undefined ? {} : { trail: [{ href: "/methods", text: "Methods" }, { text: category }] }),
    main: html`<h1>${category ?? "Methods"}</h1>
<p class="lead">${count(total, "method")}, the most used first.${hidden === 0 || category !== undefined ? "" : ` ${whole(hidden)} that look like advertising are hidden, not deleted.`}</p>
${total === 0 ? html`<p>No methods have been imported yet: <code>fmpn hub import methods.json.gz</code> brings those of the archive.</p>` : nothing}
<ul class="log">${methods.map(({ slug, name, fullName, year, papers, description }) => html`<li><a href="/method/${slug}"><strong>${name}</strong></a>${fullName === null || fullName === name ? nothing : html` <span class="soft">${fullName}</span>`} <span class="soft">${[year, papers === 0 ? undefined : count(papers, "paper")].filter((text) => text !== null && text !== undefined).join(", ")}</span>${description === null ? nothing : html`<p>${excerpt(description, 180)}</p>`}</li>`)}</ul>
${last === 1 ? nothing : paging({ words: `Page ${page} of ${last}`, previous: page > 1 ? address(page - 1) : undefined, next: page < last ? address(page + 1) : undefined })}
${category !== undefined || collections.length === 0 ? nothing : html`<h2>Categories</h2><div class="columns">${collections.map(({ area, collections: own }) => html`<div><h3>${area}</h3><ul class="plain">${own.map(({ name, methods: n }) => html`<li><a href="${collectionAddress(name)}">${name}</a> <span class="soft">${whole(n)}</span></li>`)}</ul></div>`)}</div>`}`,
  };
}
