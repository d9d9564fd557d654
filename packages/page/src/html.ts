import { html as template, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

/** Text that is HTML already. Only {@link html} and {@link raw} make it. */
export type Html = HtmlEscapedString;

/** What a template takes: text and numbers are escaped, lists joined; nothing is written for `undefined`, `null`, `false` and `true`. */
export type Content = Html | string | number | boolean | undefined | null | readonly Content[];

/**
 * A piece of a page: ``html`<p>${text}</p>` `` escapes whatever is not HTML already, in content and in quoted attributes.
 *
 * @throws TypeError where a promise is put in: pages are made of what is known
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  const made = template(strings, ...values);
  if (made instanceof Promise) throw new TypeError("A page's templates take no promises: await the value first.");
  return made;
}

/** Marks text as HTML that needs no escaping: only for what the program wrote itself. */
export { raw };

/** Nothing, as a piece of a page. */
export const nothing: Html = raw("");

/** An attribute where it has a value: `attribute("href", undefined)` is nothing, `attribute("open", true)` is ` open`. */
export function attribute(name: string, value: string | number | boolean | undefined): Html {
  if (value === undefined || value === false) return nothing;
  return value === true ? raw(` ${name}`) : html` ${raw(name)}="${value}"`;
}

/** A ` class="…"` of the names that are there. */
export function classes(...names: readonly (string | false | undefined)[]): Html {
  const there = names.filter(Boolean);
  return there.length === 0 ? nothing : attribute("class", there.join(" "));
}
