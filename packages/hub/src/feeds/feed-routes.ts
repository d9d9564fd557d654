import { html, raw } from "@fmpn/page";
import type { Context, Hono } from "hono";
import { cors } from "hono/cors";
import { boardView } from "../queries/boards.js";
import { newestPapers, type PaperSummary } from "../queries/papers.js";
import { latestMeasurements } from "../queries/site.js";
import type { Hub } from "../server/hub-app.js";
import { splitEnding } from "../server/plain-data.js";
import { excerpt } from "../text/rich-text.js";
import { atomFeed, type FeedEntry } from "./atom.js";
import { badgeOf, badgeSvg } from "./badge.js";

const ATOM = { "Content-Type": "application/atom+xml; charset=utf-8" };
const XML = { "Content-Type": "application/xml; charset=utf-8" };
/** Addresses of one sitemap; the protocol allows 50,000. */
const SITEMAP = 20_000;
const ENTRIES = 40;

/** What other sites and programs read: feeds, badges, sitemap, search description, robots. */
export function addFeedRoutes(app: Hono, hub: Hub): void {
  const { database } = hub;
  const paperEntry = (context: Context, paper: PaperSummary): FeedEntry => ({ address: `${hub.origin(context)}/paper/${paper.slug}`, title: paper.title, date: paper.date ?? "1970-01-01", summary: paper.abstract === null ? undefined : excerpt(paper.abstract, 400) });
  const feed = (context: Context, path: string, page: string, title: string, entries: readonly FeedEntry[]) => context.body(atomFeed({ address: `${hub.origin(context)}${path}`, page: `${hub.origin(context)}${page}`, title, entries }).toString(), 200, ATOM);

  app.get("/feed.atom", async (context) => {
    const measured = (await latestMeasurements(database, ENTRIES)).map((line): FeedEntry => ({ address: `${hub.origin(context)}/measurement/${line.slug}`, title: `${line.model.name} on ${line.dataset}: ${line.number} (${line.word})`, date: line.date, summary: `${line.protocol}${line.claim === null ? "" : `; claimed ${line.claim}`}` }));
    const papers = (await newestPapers(database, { limit: ENTRIES })).papers.map((paper) => paperEntry(context, paper));
    return feed(context, "/feed.atom", "/", hub.site.name, [...measured, ...papers].sort((a, b) => (a.date < b.date ? 1 : -1)).slice(0, ENTRIES));
  });

  app.get("/task/:name", async (context, next) => {
    const { slug, form } = splitEnding(context.req.param("name"));
    if (form !== "atom") return next();
    const id = await hub.find(context, "task", slug, (name) => `/task/${name}.atom`);
    if (typeof id !== "number") return id;
    const task = await database.sql.selectFrom("task").select("name").where("id", "=", id).executeTakeFirstOrThrow();
    const { papers } = await newestPapers(database, { of: { kind: "task", id }, limit: ENTRIES });
    return feed(context, `/task/${slug}.atom`, `/task/${slug}`, `${task.name}: papers`, papers.map((paper) => paperEntry(context, paper)));
  });

  app.get("/sota/:name", async (context, next) => {
    const { slug, form } = splitEnding(context.req.param("name"));
    if (form !== "atom") return next();
    const id = await hub.find(context, "board", slug, (name) => `/sota/${name}.atom`);
    if (typeof id !== "number") return id;
    const view = await boardView(database, id);
    const first = view.metrics[0];
    const entries = [
      ...view.rows.map((row): FeedEntry => ({ address: `${hub.origin(context)}/sota/${slug}#${row.id}`, title: `${row.model.name} claims ${[...row.values].map(([metric, { raw: cell }]) => `${view.metrics.find((one) => one.id === metric)?.name ?? ""} ${cell}`).join(", ")}`, date: row.date ?? "1970-01-01", summary: row.paper?.title ?? row.paperTitle ?? undefined })),
      ...[...view.measuredAlone, ...view.rows.flatMap((row) => row.measurements)].map((measurement): FeedEntry => ({ address: `${hub.origin(context)}/measurement/${measurement.slug}`, title: `${measurement.model.name} measured ${measurement.values.get(first?.id ?? -1)?.number ?? ""}`.trim(), date: measurement.date })),
    ].sort((a, b) => (a.date < b.date ? 1 : -1));
    return feed(context, `/sota/${slug}.atom`, `/sota/${slug}`, `${view.task.name} on ${view.dataset.name}`, entries.slice(0, ENTRIES));
  });

  app.use("/badge/*", cors({ origin: "*" }));
  app.get("/badge/:paper/:board", async (context) => {
    const { slug, form } = splitEnding(context.req.param("board"));
    const [paper, board] = [await hub.find(context, "paper", context.req.param("paper"), (name) => `/badge/${name}/${context.req.param("board")}`), await hub.find(context, "board", slug, (name) => `/badge/${context.req.param("paper")}/${name}${form === "svg" ? ".svg" : ""}`)];
    if (typeof paper !== "number") return paper;
    if (typeof board !== "number") return board;
    const badge = await badgeOf(database, board, paper);
    context.header("Cache-Control", "public, max-age=3600");
    // Shields' endpoint form, which the READMEs of papers ask for at this very path.
    if (form !== "svg") return context.json({ schemaVersion: 1, label: badge.label, message: badge.message, color: badge.color.slice(1) });
    return context.body(badgeSvg(badge).toString(), 200, { "Content-Type": "image/svg+xml" });
  });

  app.get("/opensearch.xml", (context) =>
    context.body(
      html`${raw('<?xml version="1.0" encoding="utf-8"?>')}
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/"><ShortName>${hub.site.name.slice(0, 16)}</ShortName><Description>Tasks, benchmarks, data sets, papers and methods</Description><InputEncoding>UTF-8</InputEncoding><Url type="text/html" template="${hub.origin(context)}/search?q={searchTerms}"/></OpenSearchDescription>
`.toString(),
      200,
      { "Content-Type": "application/opensearchdescription+xml; charset=utf-8" },
    ),
  );

  app.get("/robots.txt", (context) =>
    // Filters of lists are addresses without end; the pages themselves are few.
    context.text(`User-agent: *\nDisallow: /search\nDisallow: /suggest\nDisallow: /*?metric=\nDisallow: /*&\nDisallow: /*?since=\nDisallow: /*?code=\nDisallow: /*?extra=\nDisallow: /*?sort=\nDisallow: /*?measured=\nDisallow: /*?all=\nSitemap: ${hub.origin(context)}/sitemap.xml\n`),
  );

  addSitemap(app, hub);
}

function addSitemap(app: Hono, hub: Hub): void {
  const { sql } = hub.database;
  const KINDS = { board: "/sota/", task: "/task/", dataset: "/dataset/", paper: "/paper/" } as const;
  app.get("/sitemap.xml", async (context) => {
    const parts: string[] = [];
    for (const kind of Object.keys(KINDS) as (keyof typeof KINDS)[]) {
      const last = Number((await sql.selectFrom(kind).select((expression) => expression.fn.max("id").as("n")).executeTakeFirst())?.n ?? 0);
      for (let part = 0; part * SITEMAP < last; part++) parts.push(`${hub.origin(context)}/sitemap/${kind}/${part}.xml`);
    }
    return context.body(`<?xml version="1.0" encoding="utf-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${parts.map((address) => html`<sitemap><loc>${address}</loc></sitemap>`.toString()).join("\n")}\n</sitemapindex>\n`, 200, XML);
  });
  app.get("/sitemap/:kind/:part{\\d+\\.xml}", async (context, next) => {
    const kind = (Object.keys(KINDS) as (keyof typeof KINDS)[]).find((name) => name === context.req.param("kind"));
    if (kind === undefined) return next();
    const part = Number.parseInt(context.req.param("part"), 10);
    const rows = await sql.selectFrom(kind).select("slug").where("id", ">", part * SITEMAP).where("id", "<=", (part + 1) * SITEMAP).orderBy("id").execute();
    return context.body(`<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${rows.map(({ slug }) => html`<url><loc>${hub.origin(context)}${KINDS[kind]}${slug}</loc></url>`.toString()).join("\n")}\n</urlset>\n`, 200, XML);
  });
}
