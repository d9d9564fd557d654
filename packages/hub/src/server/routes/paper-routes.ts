import { html } from "@fmpn/page";
import type { Hono } from "hono";
import { bibtex, paperHead, ris } from "../../citation/paper-citation.js";
import { paperPage } from "../../pages/paper-page.js";
import { paperView } from "../../queries/papers.js";
import type { Hub } from "../hub-app.js";
import { plainData, splitEnding } from "../plain-data.js";

/** Papers, as pages and as citations. */
export function addPaperRoutes(app: Hono, hub: Hub): void {
  app.get("/paper/:name", async (context, next) => {
    // arXiv numbers hold a point: only known endings are endings.
    const { slug, form } = splitEnding(context.req.param("name"));
    if (form === "atom" || form === "svg" || form === "csv") return next();
    const id = await hub.find(context, "paper", slug, (name) => `/paper/${name}${form === "html" ? "" : `.${form}`}`);
    if (typeof id !== "number") return id;
    const view = await paperView(hub.database, id);
    if (form === "json") return context.json(plainData(view) as object);
    if (form === "bib") return context.body(bibtex(view), 200, { "Content-Type": "application/x-bibtex; charset=utf-8" });
    if (form === "ris") return context.body(ris(view), 200, { "Content-Type": "application/x-research-info-systems; charset=utf-8" });
    const runHere = await hub.runHere.on(context, { paper: id });
    return context.html(hub.document(paperPage(view, { origin: hub.origin(context), head: html`${paperHead(view, `${hub.origin(context)}/paper/${view.paper.slug}`)}${runHere.head}`, bibtex: bibtex(view) }, runHere.section)));
  });
}
