import { html, type Html, raw } from "@fmpn/page";

export interface FeedEntry {
  readonly address: string;
  readonly title: string;
  readonly date: string;
  readonly summary?: string | undefined;
}

/** An Atom feed, the newest entry first. */
export function atomFeed(feed: { readonly address: string; readonly page: string; readonly title: string; readonly entries: readonly FeedEntry[] }): Html {
  return html`${raw('<?xml version="1.0" encoding="utf-8"?>')}
<feed xmlns="http://www.w3.org/2005/Atom">
<id>${feed.address}</id>
<title>${feed.title}</title>
<updated>${moment(feed.entries[0]?.date ?? "1970-01-01")}</updated>
<link rel="self" type="application/atom+xml" href="${feed.address}"/>
<link rel="alternate" type="text/html" href="${feed.page}"/>
<author><name>${feed.title}</name></author>
<rights>CC-BY-SA 4.0</rights>
${feed.entries.map(
  ({ address, title, date, summary }) => html`<entry><id>${address}</id><title>${title}</title><updated>${moment(date)}</updated><link href="${address}"/>${summary === undefined ? "" : html`<summary>${summary}</summary>`}</entry>
`,
)}</feed>
`;
}

/** Atom wants a moment where we know a day, a month or a year. */
function moment(date: string): string {
  const [year = "1970", month = "01", day = "01"] = date.slice(0, 10).split("-");
  return `${year}-${month}-${day}T00:00:00Z`;
}
