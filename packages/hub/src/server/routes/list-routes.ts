import { HTTPException } from "hono/http-exception";
import type { Hono } from "hono";
import { aboutPage, rulesPage } from "../../pages/about-pages.js";
import { datasetsPage } from "../../pages/dataset-pages.js";
import { homePage, papersPage } from "../../pages/home-page.js";
import { collectionAddress, methodsPage } from "../../pages/method-pages.js";
import { changesPage, searchPage } from "../../pages/people-pages.js";
import { allBoardsPage, notablePage } from "../../pages/sota-pages.js";
import { submitPage } from "../../pages/submit-page.js";
import { areaPage, tasksPage } from "../../pages/task-pages.js";
import { boardSummaries, countBoards } from "../../queries/board-summaries.js";
import { datasetList } from "../../queries/datasets.js";
import { methodCollections, methodList } from "../../queries/methods.js";
import { newestPapers, paperKeyText, readPaperKey } from "../../queries/papers.js";
import { search, suggest } from "../../queries/search.js";
import { changes, latestMeasurements } from "../../queries/site.js";
import { areas, tasksOfArea } from "../../queries/tasks.js";
import type { Hub } from "../hub-app.js";
import { askedPage } from "./asked-page.js";

/** Entries of a page of each list. */
const [PAPERS, BOARDS, DATASETS, METHODS, TASKS] = [25, 60, 40, 50, 180];

/** Pages that list: the first one, tasks, benchmarks, data sets, papers, methods, search. */
export function addListRoutes(app: Hono, hub: Hub): void {
  const { database } = hub;

  app.get("/", async (context) =>
    hub.kept(context, "/", await hub.version(), async () => homePage(hub.site.name, await hub.counts(), await latestMeasurements(database, 8), await boardSummaries(database, { limit: 10 }), await areas(database), (await newestPapers(database, { limit: 4 })).papers)),
  );

  app.get("/tasks", async (context) =>
    hub.kept(context, "/tasks", await hub.version(), async () => {
      const all = await areas(database);
      return tasksPage(await Promise.all(all.map(async (area) => ({ ...area, top: (await tasksOfArea(database, area.slug, 12)).tasks }))), await tasksOfArea(database, null, 12));
    }),
  );

  app.get("/area/:slug", async (context) => {
    const slug = context.req.param("slug");
    const page = askedPage(context);
    const area = slug === "other" ? { slug, name: "Tasks without an area" } : (await areas(database)).find((candidate) => candidate.slug === slug);
    if (area === undefined) throw new HTTPException(404, { message: "There is no area of this name." });
    const tasks = await tasksOfArea(database, slug === "other" ? null : slug, TASKS, (page - 1) * TASKS);
    return context.html(hub.document(areaPage(area, tasks, slug === "other" ? [] : await boardSummaries(database, { area: slug, limit: 8 }), page, TASKS)));
  });

  app.get("/sota", async (context) =>
    hub.kept(context, "/sota", await hub.version(), async () => {
      const all = (await areas(database)).filter(({ boards }) => boards > 0);
      const shown = await Promise.all(all.map(async (area) => ({ area, boards: await boardSummaries(database, { area: area.slug, limit: 6 }) })));
      const others = (await boardSummaries(database, { limit: 200 })).filter(({ area }) => area === null).slice(0, 12);
      return notablePage(shown, others, await countBoards(database));
    }),
  );

  app.get("/sota/all", async (context) => {
    const page = askedPage(context);
    const all = await areas(database);
    const area = all.find(({ slug }) => slug === context.req.query("area"));
    const boards = await boardSummaries(database, { area: area?.slug, order: "name", limit: BOARDS, offset: (page - 1) * BOARDS });
    return context.html(hub.document(allBoardsPage(boards, await countBoards(database, area?.slug), page, BOARDS, all, area)));
  });

  app.get("/datasets", async (context) => {
    const page = askedPage(context);
    const { datasets, total } = await datasetList(database, { number: page, size: DATASETS });
    return context.html(hub.document(datasetsPage(datasets, total, page, DATASETS)));
  });

  app.get("/papers", async (context) => {
    const before = readPaperKey(context.req.query("before"));
    const { papers, next } = await newestPapers(database, { before, limit: PAPERS });
    return context.html(hub.document(papersPage(papers, (await hub.counts()).papers, next === undefined ? undefined : paperKeyText(next), before === undefined)));
  });

  app.get("/methods", async (context) => {
    const page = askedPage(context);
    const list = await methodList(database, { number: page, size: METHODS });
    return context.html(hub.document(methodsPage(list.methods, list, page, METHODS, page === 1 ? await methodCollections(database) : [], undefined)));
  });

  app.get("/methods/category/:name", async (context) => {
    const page = askedPage(context);
    const asked = `/methods/category/${encodeURIComponent(context.req.param("name"))}`;
    const category = (await methodCollections(database)).flatMap(({ collections }) => collections).find(({ name }) => collectionAddress(name) === asked);
    if (category === undefined) throw new HTTPException(404, { message: "There is no category of this name." });
    const list = await methodList(database, { number: page, size: METHODS }, category.name);
    return context.html(hub.document(methodsPage(list.methods, list, page, METHODS, [], category.name)));
  });

  app.get("/search", async (context) => context.html(hub.document(searchPage(await search(database, (context.req.query("q") ?? "").slice(0, 200).trim())))));
  app.get("/suggest", async (context) => {
    context.header("Cache-Control", "public, max-age=60");
    return context.json(await suggest(database, (context.req.query("q") ?? "").slice(0, 100)));
  });

  app.get("/changes", async (context) => context.html(hub.document(changesPage(await changes(database, 100)))));
  app.get("/submit", (context) => context.html(hub.document(submitPage(hub.site))));
  app.get("/about", async (context) => context.html(hub.document(aboutPage(hub.site.name, await hub.counts()))));
  app.get("/about/rules", (context) => context.html(hub.document(rulesPage())));
}
