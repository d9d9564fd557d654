import { attribute, type Content, html, type Html, nothing, raw } from "./html.js";

/** A page before it is written. */
export interface PageDocument {
  readonly title: string;
  /** Of what the text is; by default "en". */
  readonly lang?: string | undefined;
  /** One sentence for search engines and previews. */
  readonly description?: string | undefined;
  /** What comes before `main`: `siteHeader` of `@fmpn/page/parts`, or a `<header>`. */
  readonly header?: Content | undefined;
  readonly main: Content;
  /** What comes after `main`: `siteFooter` of `@fmpn/page/parts`, or a `<footer>`. */
  readonly footer?: Content | undefined;
  /** Further elements of `<head>`: links, meta elements. */
  readonly head?: Content | undefined;
}

/** How a page that a server sends finds its sheets and scripts. */
export interface ServedAssets {
  /** Addresses of style sheets: that of `stylePath` in `@fmpn/page/server` first. */
  readonly styles: readonly string[];
  /** Addresses of module scripts. */
  readonly scripts?: readonly string[] | undefined;
  /** Address of the page's icon. */
  readonly icon?: string | undefined;
}

/** A page that a server sends: its sheets and scripts are linked, so that the policy needs no exception. */
export function servedDocument(page: PageDocument, { styles, scripts = [], icon }: ServedAssets): Html {
  return documentShell(
    page,
    html`${styles.map((href) => html`<link rel="stylesheet" href="${href}">
`)}${icon === undefined ? nothing : html`<link rel="icon" href="${icon}">\n`}${scripts.map((src) => html`<script type="module" src="${src}"></script>
`)}`,
  );
}

/** The shell of every page. @param assets of `<head>`: where style and scripts come from */
export function documentShell({ title, lang = "en", description, head, header, main, footer }: PageDocument, assets: Html): Html {
  return html`${raw("<!doctype html>")}
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
${description === undefined ? nothing : html`<meta name="description"${attribute("content", description)}>\n`}${assets}${head}</head>
<body class="page">
<a class="skip" href="#main">Skip to the content</a>
${header}
<main id="main">
${main}
</main>
${footer}
</body>
</html>
`;
}
