import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Content, html, type Html } from "@fmpn/page";
import { memoryFiles, namedFile, readNamedFile, webApp, type NamedFile } from "@fmpn/page/server";
import type { Context, Hono } from "hono";
import { csrf } from "hono/csrf";
import { HTTPException } from "hono/http-exception";
import { type Accounts, type Person } from "../accounts/accounts.js";
import { personOfKey } from "../accounts/api-keys.js";
import { addApiRoutes } from "../api/api-routes.js";
import { addWritingRoutes } from "../api/writing-routes.js";
import type { Database } from "../database/database.js";
import type { AliasKind } from "../database/schema.js";
import { addFeedRoutes } from "../feeds/feed-routes.js";
import type { Log } from "../operation/log.js";
import { openMetrics } from "../operation/metrics.js";
import { layout, type HubPage, type Site } from "../pages/layout.js";
import type { JobQueue } from "../queue/job-queue.js";
import type { ModelDesk } from "../submissions/submit-model.js";
import { resolve } from "../queries/resolve.js";
import { addRunHere, type RunHere } from "../run-here/routes.js";
import { runHereFiles } from "../run-here/site-files.js";
import { contentVersion, siteCounts, type SiteCounts } from "../queries/site.js";
import { pageCache, type PageCache } from "./page-cache.js";
import { addAccountRoutes } from "./routes/account-routes.js";
import { observe } from "./observe.js";
import { tagAndPack } from "./tag-and-pack.js";
import { addBoardRoutes } from "./routes/board-routes.js";
import { addContributionRoutes } from "./routes/contribution-routes.js";
import { addListRoutes } from "./routes/list-routes.js";
import { addModelRoutes } from "./routes/model-routes.js";
import { addExportRoutes } from "./routes/export-routes.js";
import { addOperatorRoutes } from "./routes/operator-routes.js";
import { addPaperRoutes } from "./routes/paper-routes.js";
import { addReviewRoutes } from "./routes/review-routes.js";
import { addThingRoutes } from "./routes/thing-routes.js";

export interface HubAppOptions {
  /** What the hub is called. */
  readonly name?: string | undefined;
  /** Where the world finds it ("https://hub.example"), for feeds and citations; by default what the request says. */
  readonly address?: string | undefined;
  /** Further module scripts of every page. */
  readonly scripts?: readonly NamedFile[] | undefined;
  /** Lets people make accounts; without them the hub is for reading. */
  readonly accounts?: Accounts | undefined;
  /** Takes models in, has them measured, and gives their files to visitors' browsers; wants accounts. */
  readonly measuring?: { readonly desk: ModelDesk; readonly queue: JobQueue } | undefined;
  /** Requests come through a proxy of the operator's, which notes who asked. */
  readonly behindProxy?: boolean | undefined;
  readonly onFault?: ((error: Error, asked: string) => void) | undefined;
  /** Writes a line of every answer. */
  readonly log?: Log | undefined;
  /** Counts answers, jobs and storage for Prometheus; `token` lets other machines ask. */
  /** Folder of the operator's last export, which is handed out. */
  readonly exports?: string | undefined;
  readonly metrics?: { readonly token?: string | undefined } | undefined;
}

/** What the routes of a hub share. */
export interface Hub {
  readonly database: Database;
  readonly site: Site;
  readonly cache: PageCache;
  /** The whole document of a page. */
  readonly document: (page: HubPage) => Html;
  /** A page that is kept while the content stays as it is. */
  readonly kept: (context: Context, key: string, version: string | number, page: () => Promise<HubPage>) => Promise<Response>;
  /** Grows stale with the content. */
  readonly version: () => Promise<string>;
  readonly counts: () => Promise<SiteCounts>;
  /** The number of what is named, a redirect to its name of today, or 404. */
  readonly find: (context: Context, kind: AliasKind, name: string, addressOf: (slug: string) => string) => Promise<number | Response>;
  /** Who asks, by cookie or key. */
  readonly person: (context: Context) => Promise<Person | undefined>;
  /** What pages show of models that run in browsers. */
  readonly runHere: RunHere;
  /** "https://hub.example", as the reader knows it. */
  readonly origin: (context: Context) => string;
}

/** The hub's pages as an app: everything is read from the database, nothing is fetched from elsewhere. */
export async function hubApp(database: Database, options: HubAppOptions = {}): Promise<Hono> {
  const icon = namedFile("icon.svg", new TextEncoder().encode(ICON));
  const script = (name: string) => readNamedFile(path.join(path.dirname(fileURLToPath(import.meta.url)), "../../dist/browser", name));
  const scripts = [await script("suggest.js"), ...(options.scripts ?? [])];
  const passkeys = await script("passkeys.js");
  const site: Site = { name: options.name ?? "fmpn hub", accounts: options.accounts !== undefined, scripts: scripts.map(({ path }) => path), icon: icon.path, passkeyScript: passkeys.path };
  const cache = pageCache();
  const document = (page: HubPage): Html => layout(site, page);
  let counted: { readonly version: string; readonly counts: SiteCounts } | undefined;
  const version = () => contentVersion(database);
  const hub: Hub = {
    database,
    site,
    cache,
    document,
    version,
    kept: async (context, key, own, page) => context.html(await cache.page(key, own, async () => document(await page()).toString())),
    counts: async () => {
      const now = await version();
      if (counted?.version !== now) counted = { version: now, counts: await siteCounts(database) };
      return counted.counts;
    },
    find: async (context, kind, name, addressOf) => {
      const found = await resolve(database, kind, name);
      if (found === undefined) throw new HTTPException(404, { message: `There is no ${kind === "board" ? "benchmark" : kind} of this name.` });
      return "id" in found ? found.id : context.redirect(addressOf(found.movedTo), 301);
    },
    person: async ({ req: { raw } }) => await (raw.headers.has("authorization") ? personOfKey(database, raw.headers) : options.accounts?.personOf(raw.headers)),
    runHere: { on: (context, models) => runHere?.on(context, models) ?? NOTHING },
    origin: (context) => options.address ?? new URL(context.req.url).origin,
  };
  const metrics = options.metrics && openMetrics(database, cache.size);
  const app = webApp({ powers: { embedded: true }, errorPage: (status, words) => document({ title: String(status), main: errorPage(status, words) }), onFault: options.onFault });
  app.use(observe(metrics, options.log));
  app.use(tagAndPack());
  // Forms are taken from the hub's own pages only; no page of another site can send a key, which counts instead of a cookie.
  const ownForms = csrf({ origin: (origin, context) => origin === hub.origin(context) });
  app.use(async (context, next) => (context.req.header("authorization") === undefined ? await ownForms(context, next) : await next()));
  app.use(memoryFiles([...scripts, passkeys, icon]));
  const files = options.measuring === undefined ? undefined : await runHereFiles();
  const runHere = options.measuring === undefined || files === undefined ? undefined : addRunHere(app, hub, files, options.measuring.desk.store);
  addListRoutes(app, hub);
  addBoardRoutes(app, hub);
  addPaperRoutes(app, hub);
  addThingRoutes(app, hub);
  addFeedRoutes(app, hub);
  addApiRoutes(app, hub);
  if (options.accounts !== undefined) {
    addAccountRoutes(app, hub, options.accounts, options.behindProxy ?? false);
    addReviewRoutes(app, hub);
    addContributionRoutes(app, hub);
    addWritingRoutes(app, hub);
  }
  addExportRoutes(app, hub, options.exports);
  addOperatorRoutes(app, hub, { metrics, metricsToken: options.metrics?.token, freeBytes: options.measuring?.desk.store.free, behindProxy: options.behindProxy });
  if (options.measuring !== undefined) addModelRoutes(app, hub, options.measuring.desk, options.measuring.queue);
  return app;
}

const NOTHING = Promise.resolve({ section: undefined, head: undefined });

/** Two bars side by side: what is claimed, what was measured. */
const ICON = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#222228"/><rect x="4" y="3" width="3" height="10" fill="#58aee6"/><rect x="9" y="5" width="3" height="8" fill="#f08c4a"/></svg>';

const errorPage = (status: number, words: string): Content => html`<p class="over">${status}</p><h1>${words}</h1><p>You may search for it above, or begin with <a href="/tasks">tasks</a>, <a href="/sota">benchmarks</a> or <a href="/papers">papers</a>.</p>`;
