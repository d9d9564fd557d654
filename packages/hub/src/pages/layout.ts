import { type Content, html, type Html, servedDocument } from "@fmpn/page";
import { breadcrumbs, siteFooter, siteHeader } from "@fmpn/page/parts";
import { stylePath } from "@fmpn/page/server";

/** A page of the hub, without what all have in common. */
export interface HubPage {
  readonly title: string;
  /** One sentence for search engines. */
  readonly description?: string | undefined;
  /** The part of the site that it belongs to. */
  readonly part?: "/tasks" | "/sota" | "/datasets" | "/papers" | "/methods" | "/submit" | "/about" | undefined;
  readonly trail?: readonly { readonly href?: string | undefined; readonly text: string }[] | undefined;
  readonly main: Content;
  /** Further elements of the head: feeds, citation, data for machines. */
  readonly head?: Content | undefined;
  readonly query?: string | undefined;
}

/** What a hub says of itself on every page. */
export interface Site {
  readonly name: string;
  /** Addresses of module scripts that improve pages: search that suggests. */
  readonly scripts: readonly string[];
  readonly icon: string;
  /** Of the pages on which people sign in. */
  readonly passkeyScript: string;
  /** Whether people can have accounts here. */
  readonly accounts: boolean;
}

/** The site's parts, named as on Papers With Code 2. */
const PARTS = [
  { href: "/tasks", text: "Tasks" },
  { href: "/sota", text: "SotA" },
  { href: "/datasets", text: "Datasets" },
  { href: "/papers", text: "Papers" },
  { href: "/methods", text: "Methods" },
  { href: "/submit", text: "Submit" },
  { href: "/about", text: "About" },
];

/** The whole document of a page. */
export function layout(site: Site, page: HubPage): Html {
  return servedDocument(
    {
      title: page.title === site.name ? site.name : `${page.title} · ${site.name}`,
      description: page.description,
      head: html`<link rel="search" type="application/opensearchdescription+xml" title="${site.name}" href="/opensearch.xml">
${page.head}`,
      header: siteHeader({ brand: { href: "/", text: site.name }, links: PARTS, current: page.part, search: { action: "/search", label: "Search tasks, papers, data sets", value: page.query }, end: site.accounts ? html`<a href="/account">Account</a>` : undefined }),
      main: html`${page.trail === undefined ? "" : breadcrumbs(page.trail)}
${page.main}`,
      footer: siteFooter(
        [
          { title: "Explore", links: [{ href: "/sota", text: "Notable Benchmarks" }, { href: "/sota/all", text: "All SotA" }, { href: "/datasets", text: "Datasets" }, { href: "/papers", text: "Papers" }, { href: "/methods", text: "Methods" }] },
          { title: "Community", links: [{ href: "/submit", text: "Submit Results" }, { href: "/changes", text: "Changes" }, { href: "/about/rules", text: "What the words mean" }, { href: "/about", text: "About" }] },
          { title: "For programs", links: [{ href: "/about/data", text: "Data and licence" }, { href: "/api/v1/openapi.json", text: "API" }, { href: "/feed.atom", text: "Atom feed" }] },
        ],
        html`<p>Data sourced from the PWC Archive (CC-BY-SA 4.0). Built by the community, for the community. Our own measurements: CC-BY 4.0.</p>`,
      ),
    },
    { styles: [stylePath], scripts: site.scripts, icon: site.icon },
  );
}
