import { attribute, classes, type Content, html, type Html, nothing } from "../html.js";

/** A link of a navigation. */
export interface NavigationLink {
  readonly href: string;
  readonly text: string;
}

export interface SiteHeader {
  readonly brand: NavigationLink;
  readonly links: readonly NavigationLink[];
  /** The `href` of the link that the page belongs to. */
  readonly current?: string | undefined;
  /** A search box that asks `GET action?name=…`. */
  readonly search?: { readonly action: string; readonly name?: string | undefined; readonly label: string; readonly value?: string | undefined } | undefined;
  /** What stands at the end, as an account's link. */
  readonly end?: Content | undefined;
}

/** The line above every page of a site: its name, its parts, its search. */
export function siteHeader({ brand, links, current, search, end }: SiteHeader): Html {
  return html`<header class="site"><div class="in">
<a class="brand" href="${brand.href}">${brand.text}</a>
<nav aria-label="Main">${links.map((link) => html`<a href="${link.href}"${currentPage(link.href === current)}>${link.text}</a>`)}</nav>
${search === undefined ? nothing : html`<form role="search" action="${search.action}"><input type="search" name="${search.name ?? "q"}" aria-label="${search.label}" placeholder="${search.label}"${attribute("value", search.value)}></form>`}
${end}</div></header>`;
}

/** The end of every page of a site: columns of links, and what must be said. */
export function siteFooter(columns: readonly { readonly title: string; readonly links: readonly NavigationLink[] }[], words?: Content): Html {
  return html`<footer class="site-foot">
${columns.length === 0 ? nothing : html`<nav class="columns" aria-label="Further pages">${columns.map(({ title, links }) => html`<div><h2>${title}</h2><ul>${links.map(({ href, text }) => html`<li><a href="${href}">${text}</a></li>`)}</ul></div>`)}</nav>`}
${words}</footer>`;
}

/** Where the page lies: the last one is the page itself and needs no address. */
export function breadcrumbs(trail: readonly { readonly href?: string | undefined; readonly text: string }[]): Html {
  return html`<nav aria-label="Breadcrumb"><ol class="trail">${trail.map(({ href, text }, index) => html`<li>${href === undefined || index === trail.length - 1 ? html`<span aria-current="page">${text}</span>` : html`<a href="${href}">${text}</a>`}</li>`)}</ol></nav>`;
}

/** Views of one thing, each with an address of its own. @param current the `href` of the one shown */
export function tabs(label: string, links: readonly NavigationLink[], current: string): Html {
  return html`<nav class="tabs" aria-label="${label}">${links.map(({ href, text }) => html`<a href="${href}"${currentPage(href === current)}>${text}</a>`)}</nav>`;
}

/** Links of a filter or of tags, as chips. @param current the `href` of the one chosen */
export function chipLinks(label: string, links: readonly NavigationLink[], current?: string): Html {
  return html`<ul class="tags" aria-label="${label}">${links.map(({ href, text }) => html`<li><a class="chip" href="${href}"${currentPage(href === current)}>${text}</a></li>`)}</ul>`;
}

/** To the pages before and after in a long list. */
export function paging({ words, previous, next }: { readonly words: string; readonly previous?: string | undefined; readonly next?: string | undefined }): Html {
  return html`<nav class="paging" aria-label="Pages">${previous === undefined ? nothing : html`<a rel="prev" href="${previous}">← Previous</a>`}<span class="soft">${words}</span>${next === undefined ? nothing : html`<a rel="next" href="${next}">Next →</a>`}</nav>`;
}

/** What a word or a state is worth: colour only underlines what the word says. */
export type Tone = "good" | "warn" | "bad";

/** A short label. @param tone its colour; quiet without */
export function chip(text: Content, tone?: Tone): Html {
  return html`<span${classes("chip", tone)}>${text}</span>`;
}

/** What a reader must not miss. */
export function notice(words: Content, tone?: Tone): Html {
  return html`<div${classes("notice", tone)}>${words}</div>`;
}

/** Names and what belongs to them, one a line; lines without a value are left out. */
export function facts(lines: readonly (readonly [name: string, value: Content])[]): Html {
  return html`<dl class="facts">${lines.filter(([, value]) => value !== undefined && value !== "").map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

/** A few figures, large. */
export function tiles(figures: readonly { readonly figure: Content; readonly words: Content }[]): Html {
  return html`<ul class="tiles">${figures.map(({ figure, words }) => html`<li><strong>${figure}</strong><span>${words}</span></li>`)}</ul>`;
}

function currentPage(is: boolean): Html {
  return is ? attribute("aria-current", "page") : nothing;
}
