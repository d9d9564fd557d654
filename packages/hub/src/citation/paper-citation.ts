import { html, type Html } from "@fmpn/page";
import { jsonLd } from "../pages/paper-page.js";
import type { PaperView } from "../queries/papers.js";

/** A paper as an entry of BibTeX. */
export function bibtex({ paper, authors, venue }: PaperView): string {
  const family = authors[0]?.name.split(" ").at(-1) ?? "anonymous";
  const year = paper.date?.slice(0, 4) ?? (venue?.year === null || venue === undefined ? undefined : String(venue.year));
  const word = paper.title.split(/\s+/).find((candidate) => candidate.length > 3) ?? "paper";
  const key = `${family}${year ?? ""}${word}`.normalize("NFKD").replace(/[^A-Za-z0-9]/g, "").toLowerCase();
  const fields = [
    ["title", `{${tex(paper.title)}}`],
    ["author", authors.map(({ name }) => tex(name)).join(" and ")],
    ["year", year],
    [venue === undefined ? "journal" : "booktitle", venue === undefined ? (paper.arxiv_id === null ? undefined : `arXiv preprint arXiv:${paper.arxiv_id}`) : tex(venue.name)],
    ["eprint", paper.arxiv_id ?? undefined],
    ["archivePrefix", paper.arxiv_id === null ? undefined : "arXiv"],
    ["doi", paper.doi ?? undefined],
    ["url", paper.url_abs ?? undefined],
  ].filter((field): field is [string, string] => field[1] !== undefined && field[1] !== "");
  return `@${venue === undefined ? "article" : "inproceedings"}{${key},\n${fields.map(([name, value]) => `  ${name} = {${value}}`).join(",\n")}\n}\n`;
}

/** What TeX would take for commands. */
const tex = (text: string): string => text.replace(/([&%$#_{}])/g, "\\$1").replaceAll("~", "\\textasciitilde{}");

/** A paper in the tagged form that reference managers read. */
export function ris({ paper, authors, venue }: PaperView): string {
  const lines: [string, string | null | undefined][] = [
    ["TY", venue === undefined ? "JOUR" : "CONF"],
    ["TI", paper.title],
    ...authors.map(({ name }): [string, string] => ["AU", name.includes(" ") ? `${name.split(" ").at(-1) ?? ""}, ${name.split(" ").slice(0, -1).join(" ")}` : name]),
    ["PY", paper.date?.slice(0, 4)],
    ["DA", paper.date?.replaceAll("-", "/")],
    ["T2", venue?.name ?? (paper.arxiv_id === null ? undefined : `arXiv:${paper.arxiv_id}`)],
    ["AB", paper.abstract?.replace(/\s+/g, " ")],
    ["DO", paper.doi],
    ["UR", paper.url_abs],
    ["L1", paper.url_pdf],
  ];
  return `${lines.flatMap(([tag, value]) => (value === null || value === undefined ? [] : [`${tag}  - ${value}`])).join("\r\n")}\r\nER  - \r\n`;
}

/** `citation_*` for scholarly search, OpenGraph, JSON-LD. @param address of the page */
export function paperHead(view: PaperView, address: string): Html {
  const { paper, authors, venue } = view;
  const meta = (name: string, content: string | null | undefined): Html => (content === null || content === undefined || content === "" ? html`` : html`<meta name="${name}" content="${content}">
`);
  return html`<link rel="canonical" href="${address}">
${meta("citation_title", paper.title)}${authors.slice(0, 100).map(({ name }) => meta("citation_author", name))}${meta("citation_publication_date", paper.date?.replaceAll("-", "/"))}${meta("citation_arxiv_id", paper.arxiv_id)}${meta("citation_doi", paper.doi)}${meta("citation_pdf_url", paper.url_pdf)}${meta("citation_conference_title", venue?.name)}<meta property="og:title" content="${paper.title}">
<meta property="og:type" content="article">
<meta property="og:url" content="${address}">
${jsonLd({
  "@context": "https://schema.org",
  "@type": "ScholarlyArticle",
  name: paper.title,
  headline: paper.title.slice(0, 110),
  author: authors.slice(0, 100).map(({ name }) => ({ "@type": "Person", name })),
  ...(paper.date === null ? {} : { datePublished: paper.date }),
  ...(paper.abstract === null ? {} : { abstract: paper.abstract }),
  ...(paper.url_abs === null ? {} : { sameAs: paper.url_abs }),
  url: address,
})}`;
}

/** A data set for search engines of data. */
export function datasetHead(dataset: { readonly name: string; readonly slug: string; readonly description: string | null; readonly licence_name: string | null; readonly licence_url: string | null; readonly homepage: string | null }, creator: string | undefined, address: string): Html {
  return html`<link rel="canonical" href="${address}">
${jsonLd({
  "@context": "https://schema.org",
  "@type": "Dataset",
  name: dataset.name,
  description: dataset.description ?? `Benchmarks on ${dataset.name}.`,
  url: address,
  ...(dataset.licence_url === null && dataset.licence_name === null ? {} : { license: dataset.licence_url ?? dataset.licence_name }),
  ...(creator === undefined ? {} : { creator: { "@type": "Organization", name: creator } }),
  ...(dataset.homepage === null ? {} : { sameAs: dataset.homepage }),
})}`;
}
