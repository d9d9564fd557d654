import { html } from "@fmpn/page";
import type { Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { boardCsv } from "../../boards/board-csv.js";
import { readBoardAsked } from "../../boards/board-entries.js";
import { boardHistoryPage, boardPage, protocolPage, protocolsPage } from "../../pages/board-page.js";
import { measurementPage, modelPage } from "../../pages/model-pages.js";
import { pendingPage } from "../../pages/queue-pages.js";
import { modelCard } from "../../citation/model-card.js";
import { boardView } from "../../queries/boards.js";
import { measurementProgress } from "../../queries/measuring.js";
import { measurementView, modelView } from "../../queries/models.js";
import { browserMeasurements } from "../../run-here/browser-measurements.js";
import { browserMeasurementsSection } from "../../run-here/browser-measurements-section.js";
import type { Hub } from "../hub-app.js";
import { plainData, splitEnding } from "../plain-data.js";

/** Boards with their protocols and history, models, measurements. */
export function addBoardRoutes(app: Hono, hub: Hub): void {
  const { database } = hub;
  const board = (context: Context, name: string, rest = "") => hub.find(context, "board", name, (slug) => `/sota/${slug}${rest}`);

  app.get("/sota/:name", async (context, next) => {
    const { slug, form } = splitEnding(context.req.param("name"));
    if (form === "atom" || form === "bib" || form === "ris" || form === "svg") return next();
    const id = await board(context, slug, `${form === "html" ? "" : `.${form}`}${new URL(context.req.url).search}`);
    if (typeof id !== "number") return id;
    if (form === "html") {
      const asked = readBoardAsked(context.req.query());
      const plain = Object.keys(context.req.query()).length === 0;
      // Only the plain board is kept: crawlers that try every filter fill no memory.
      if (plain) return hub.kept(context, `/sota/${slug}`, await boardVersion(hub, id), async () => boardPage(await boardView(database, id), asked));
      return context.html(hub.document(boardPage(await boardView(database, id), asked, context.req.query("p"))));
    }
    const view = await boardView(database, id);
    if (form === "json") return context.json(plainData(view) as object);
    return context.body(boardCsv(view), 200, { "Content-Type": "text/csv; charset=utf-8", "Content-Disposition": `attachment; filename="${slug}.csv"` });
  });

  app.get("/sota/:name/protocols", async (context) => {
    const id = await board(context, context.req.param("name"), "/protocols");
    return typeof id === "number" ? context.html(hub.document(protocolsPage(await boardView(database, id)))) : id;
  });

  app.get("/sota/:name/protocol/:protocol", async (context) => {
    const id = await board(context, context.req.param("name"), `/protocol/${context.req.param("protocol")}`);
    if (typeof id !== "number") return id;
    const view = await boardView(database, id);
    const protocol = view.protocols.find(({ slug, id: number }) => slug === context.req.param("protocol") || String(number) === context.req.param("protocol"));
    if (protocol === undefined) throw new HTTPException(404, { message: "This benchmark has no protocol of this name." });
    return context.html(hub.document(protocolPage(view, protocol, readBoardAsked(context.req.query()))));
  });

  app.get("/sota/:name/history", async (context) => {
    const id = await board(context, context.req.param("name"), "/history");
    if (typeof id !== "number") return id;
    const revisions = await database.sql.selectFrom("revision").select(["at", "comment", "review"]).where("entity", "=", "board").where("entity_id", "=", id).orderBy("id", "desc").limit(200).execute();
    return context.html(hub.document(boardHistoryPage(await boardView(database, id), revisions.map(({ at, comment, review }) => ({ at, what: `${comment ?? "changed"} (${review})` })))));
  });

  app.get("/model/:name", async (context) => {
    const name = context.req.param("name");
    const { slug, form } = name.endsWith(".md") ? { slug: name.slice(0, -3), form: "md" } : splitEnding(name);
    const view = await modelView(database, slug);
    if (view === undefined) throw new HTTPException(404, { message: "There is no model of this name." });
    if (form === "json") return context.json(plainData(view) as object);
    if (form === "md") return context.body(await modelCard(view, hub.origin(context)), 200, { "Content-Type": "text/markdown; charset=utf-8", "Content-Disposition": 'attachment; filename="README.md"' });
    const { section, head } = await hub.runHere.on(context, { model: view.model.id });
    const browsers = browserMeasurementsSection(await browserMeasurements(database, view.files.map(({ sha256 }) => sha256)));
    return context.html(hub.document({ ...modelPage(view, html`${section}${browsers}`), head }));
  });

  app.get("/measurement/:name", async (context) => {
    const { slug, form } = splitEnding(context.req.param("name"));
    const progress = await measurementProgress(database, slug);
    if (progress !== undefined) return form === "json" ? context.json(plainData(progress) as object) : context.html(hub.document(pendingPage(progress)));
    const view = await measurementView(database, slug);
    if (view === undefined) throw new HTTPException(404, { message: "There is no measurement of this name." });
    return form === "json" ? context.json(plainData(view) as object) : context.html(hub.document(measurementPage(view)));
  });
}

async function boardVersion({ database }: Hub, id: number): Promise<number> {
  return (await database.sql.selectFrom("board").select("version").where("id", "=", id).executeTakeFirst())?.version ?? 0;
}
