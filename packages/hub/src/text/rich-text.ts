import { html, type Html, raw } from "@fmpn/page";
import { micromark } from "micromark";
import { gfmTable, gfmTableHtml } from "micromark-extension-gfm-table";
import temml from "temml";

/** Formulas as LaTeX marks them; a pair of dollars about a price is none. */
const MATH = /\$\$([^$]{1,2000})\$\$|\$([^$\n]{1,400})\$|\\\(([^]{1,400}?)\\\)|\\\[([^]{1,2000}?)\\\]/g;
/** Letters of private use: no text that people write holds them. */
const MARK = "\uE000";

/** An abstract: text with formulas, set as MathML. */
export function mathText(text: string): Html {
  const { marked, formulas } = takeFormulas(text.replace(/\r\n?/g, "\n"));
  const paragraphs = marked.split(/\n\s*\n/).map((paragraph) => paragraph.replace(/\s*\n\s*/g, " ").trim()).filter((paragraph) => paragraph !== "");
  return html`${paragraphs.map((paragraph) => html`<p>${raw(putFormulas(html`${paragraph}`.toString(), formulas))}</p>`)}`;
}

/**
 * A description: Markdown without HTML. Pictures become links, since those of the archive lie on a host that is dead;
 * links within the archive become text, since not everything that they name is here.
 */
export function markdownText(text: string): Html {
  const { marked, formulas } = takeFormulas(text.replace(/\r\n?/g, "\n"));
  const written = micromark(marked, { extensions: [gfmTable()], htmlExtensions: [gfmTableHtml()] })
    .replace(/<img src="([^"]*)" alt="([^"]*)"[^>]*>/g, (_, source: string, words: string) => (/^https?:/.test(source) ? `<a href="${source}">picture${words === "" ? "" : `: ${words}`}</a>` : words))
    .replace(/<a href="([^"]*)"[^>]*>([^]*?)<\/a>/g, (_, target: string, words: string) => (/^https?:/.test(target) ? `<a href="${target}" rel="nofollow ugc">${words}</a>` : words))
    // The page has one h1 and its own sections.
    .replace(/<(\/?)h[1-6]>/g, "<$1h4>")
    .replaceAll("<pre>", '<pre tabindex="0">')
    .replace(/ align="(left|right|center)"/g, "");
  return raw(putFormulas(written, formulas));
}

/** The first sentences of a description, as plain text. */
export function excerpt(text: string, length = 200): string {
  const plain = text
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[*_`#>$]|\\r|\\n/g, "")
    .replace(/\s+/g, " ")
    .trim();
  if (plain.length <= length) return plain;
  return `${plain.slice(0, plain.lastIndexOf(" ", length) > 0 ? plain.lastIndexOf(" ", length) : length)} …`;
}

function takeFormulas(text: string): { readonly marked: string; readonly formulas: readonly string[] } {
  const formulas: string[] = [];
  const marked = text.replaceAll(MARK, "").replace(MATH, (whole: string, ...groups: (string | undefined)[]) => {
    const formula = groups.slice(0, 4).find((group) => group !== undefined) ?? "";
    if (whole.startsWith("$") && !whole.startsWith("$$") && !(/[\\^_{}=<>]/.test(formula) || /^[A-Za-z]$/.test(formula.trim()))) return whole;
    const display = whole.startsWith("$$") || whole.startsWith("\\[");
    formulas.push(mathMl(formula, display) ?? html`<code>${formula}</code>`.toString());
    return `${MARK}${formulas.length - 1}${MARK}`;
  });
  return { marked, formulas };
}

const putFormulas = (text: string, formulas: readonly string[]): string => text.replace(new RegExp(`${MARK}(\\d+)${MARK}`, "g"), (_, index: string) => formulas[Number(index)] ?? "");

function mathMl(formula: string, display: boolean): string | undefined {
  try {
    // The policy of our pages allows no style attributes; MathML reads well without them.
    return temml.renderToString(formula, { displayMode: display, throwOnError: true, trust: false, maxExpand: 100 }).replace(/ style="[^"]*"/g, "");
  } catch {
    return undefined;
  }
}
