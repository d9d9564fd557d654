import type { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { datasetHead } from "../../citation/paper-citation.js";
import { datasetPage } from "../../pages/dataset-pages.js";
import { methodPage } from "../../pages/method-pages.js";
import { authorPage, conferencePage } from "../../pages/people-pages.js";
import { taskPage } from "../../pages/task-pages.js";
import { boardSummaries } from "../../queries/board-summaries.js";
import { datasetView } from "../../queries/datasets.js";
import { methodView } from "../../queries/methods.js";
import { newestPapers, paperKeyText, readPaperKey } from "../../queries/papers.js";
import { authorView, conferencePapers, conferenceView } from "../../queries/people.js";
import { taskView } from "../../queries/tasks.js";
import type { Hub } from "../hub-app.js";
import { plainData, splitEnding } from "../plain-data.js";
import { askedPage } from "./asked-page.js";

const [PAPERS, BOARDS, DATASETS] = [12, 100, 40];

/** Tasks, data sets, methods, authors, conferences. */
export function addThingRoutes(app: Hono, hub: Hub): void {
  const { database } = hub;

  app.get("/task/:name", async (context, next) => {
    const { slug, form } = splitEnding(context.req.param("name"));
    if (form !== "html" && form !== "json") return next();
    const id = await hub.find(context, "task", slug, (name) => `/task/${name}`);
    if (typeof id !== "number") return id;
    const view = await taskView(database, id);
    if (form === "json") return context.json(plainData(view) as object);
    const before = readPaperKey(context.req.query("before"));
    const { papers, next: older } = await newestPapers(database, { of: { kind: "task", id }, before, limit: PAPERS });
    const below = view.children.flatMap((child) => [child.id, ...child.children.map((grandchild) => grandchild.id)]);
    const datasets = await database.sql.selectFrom("dataset_task").innerJoin("dataset", "dataset.id", "dataset_task.dataset_id").select(["slug", "name"]).where("task_id", "=", id).orderBy("num_papers", "desc").orderBy("dataset.id").limit(DATASETS).execute();
    return context.html(
      hub.document(
        taskPage({
          view,
          boards: await boardSummaries(database, { taskIds: [id], limit: BOARDS }),
          below: below.length === 0 ? [] : await boardSummaries(database, { taskIds: [...new Set(below)].slice(0, 500), limit: 12 }),
          datasets,
          papers,
          more: older === undefined ? undefined : `/task/${slug}?before=${paperKeyText(older)}`,
        }),
      ),
    );
  });

  app.get("/dataset/:name", async (context) => {
    const { slug, form } = splitEnding(context.req.param("name"));
    const id = await hub.find(context, "dataset", slug, (name) => `/dataset/${name}`);
    if (typeof id !== "number") return id;
    const view = await datasetView(database, id);
    if (form === "json") return context.json(plainData(view) as object);
    return context.html(hub.document(datasetPage(view, datasetHead(view.dataset, undefined, `${hub.origin(context)}/dataset/${view.dataset.slug}`))));
  });

  app.get("/method/:name", async (context) => {
    const { slug, form } = splitEnding(context.req.param("name"));
    const id = await hub.find(context, "method", slug, (name) => `/method/${name}`);
    if (typeof id !== "number") return id;
    const view = await methodView(database, id);
    if (form === "json") return context.json(plainData(view) as object);
    return context.html(hub.document(methodPage(view, (await newestPapers(database, { of: { kind: "method", id }, limit: PAPERS })).papers)));
  });

  app.get("/author/:key", async (context) => {
    const page = askedPage(context);
    const view = await authorView(database, context.req.param("key"), 25, (page - 1) * 25);
    if (view === undefined) throw new HTTPException(404, { message: "There is no author of this name." });
    return context.html(hub.document(authorPage(view, page, 25)));
  });

  app.get("/conference/:slug", async (context) => {
    const page = askedPage(context);
    const conference = await conferenceView(database, context.req.param("slug"));
    if (conference === undefined) throw new HTTPException(404, { message: "There is no conference of this name." });
    const year = conference.years.find((entry) => String(entry.year) === context.req.query("year"))?.year ?? undefined;
    return context.html(hub.document(conferencePage(conference, await conferencePapers(database, conference.id, year, 25, (page - 1) * 25), year, page, 25)));
  });
}
