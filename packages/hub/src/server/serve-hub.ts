import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { listen, type Listening } from "@fmpn/page/server";
import { openAccounts } from "../accounts/accounts.js";
import type { SplitFolders } from "../measure/measurable-split.js";
import { findRunner } from "../measure/open-strangers-model.js";
import { keepFault } from "../operation/faults.js";
import { keepTidy } from "../operation/housekeeping.js";
import type { Log } from "../operation/log.js";
import { openArtifactStore } from "../storage/open-artifact-store.js";
import { runWorker, measuringQueue } from "../worker/run-worker.js";
import { startWorkerProcess, type WorkerProcess } from "../worker/start-worker-process.js";
import { addBundledContent } from "../content/bundled-content.js";
import { publishBundledFiles } from "../content/bundled-files.js";
import { openDatabase } from "../database/open-database.js";
import type { Database } from "../database/database.js";
import { drawnOnce } from "../database/drawn-once.js";
import type { Progress } from "@fmpn/lab";
import { hubApp } from "./hub-app.js";

export interface ServeHubOptions {
  /** A file, ":memory:" or postgres://…; it is made where it's missing. */
  readonly database: string;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  /** What the hub is called. */
  readonly name?: string | undefined;
  /** Where the world finds it, for feeds and citations. */
  readonly address?: string | undefined;
  /** Whether an empty database gets the bundled content; by default it does. */
  readonly content?: boolean | undefined;
  /** Folder of models and measurement documents; by default beside the database's file; of a database in memory it goes with it. */
  readonly artifacts?: string | undefined;
  /** Folders of data sets that are measured on, by the slugs of their splits. */
  readonly folders?: SplitFolders | undefined;
  /** Whether this process starts a worker beside it; by default it does. */
  readonly worker?: boolean | undefined;
  /** Takes strangers' models also where no sandbox is to be had. */
  readonly trustStrangers?: boolean | undefined;
  /** Lets people sign in with GitHub. */
  readonly github?: { readonly clientId: string; readonly clientSecret: string } | undefined;
  readonly behindProxy?: boolean | undefined;
  /** Folder of the last export, which is handed out at `/export/`; by default beside the database's file. */
  readonly exports?: string | undefined;
  /** Lets other machines read the metrics; this one always may, where no proxy stands before it. */
  readonly metricsToken?: string | undefined;
  /** Writes a line of every answer and fault. */
  readonly log?: Log | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly onFault?: ((error: Error, asked: string) => void) | undefined;
}

export interface ServedHub extends Listening {
  readonly database: Database;
}

/** Opens a hub: its database, its content where there is none yet, its pages, and a worker that measures. */
export async function serveHub({ database: where, host = "127.0.0.1", port, content = true, artifacts: given, folders = {}, worker = true, trustStrangers = false, github, onProgress, metricsToken, log, exports = path.join(path.dirname(besides(where)), "export"), ...options }: ServeHubOptions): Promise<ServedHub> {
  // The system keeps a database's pages in memory as well: a small cache of our own is enough for reading.
  const database = await openDatabase(where, { cacheMegabytes: 32 });
  const temporary = given === undefined && where === ":memory:" ? await mkdtemp(path.join(tmpdir(), "fmpn-hub-")) : undefined;
  const artifacts = given ?? temporary ?? besides(where);
  const stop = new AbortController();
  let beside: WorkerProcess | undefined;
  let within: Promise<void> | undefined;
  try {
    if (content) await addBundledContent(database, { onProgress });
    const store = openArtifactStore(artifacts);
    await publishBundledFiles(database, store);
    const accounts = openAccounts(database, { address: options.address ?? `http://${host}${port === undefined ? "" : `:${port}`}`, secret: await drawnOnce(database.sql, "cookie secret", () => randomBytes(32).toString("base64")), github });
    const desk = { database, store, runner: await findRunner(), folders, trustStrangers };
    const noteFault = (error: Error, place: string): void => {
      log?.("error", "fault", { place, error: error.stack ?? error.message });
      options.onFault?.(error, place);
      void keepFault(database, place, error);
    };
    const app = await hubApp(database, { ...options, log, exports, onFault: noteFault, accounts, measuring: { desk, queue: measuringQueue(database) }, metrics: { token: metricsToken } });
    const { url, port: own, close } = await listen(app, { host, port });
    const faultIn = (place: string) => (error: unknown): void => noteFault(error instanceof Error ? error : new Error(String(error)), place);
    keepTidy(database, stop.signal, faultIn("housekeeping"));
    if (worker && where === ":memory:") within = runWorker(database, { artifacts, folders, signal: stop.signal, onFault: faultIn("worker") });
    else if (worker) beside = startWorkerProcess({ database: where, artifacts, folders }, faultIn("worker"));
    log?.("info", "listening", { url });
    return {
      url,
      port: own,
      database,
      close: async () => {
        stop.abort();
        await Promise.all([close(), beside?.close(), within]);
        await database.close();
        if (temporary !== undefined) await rm(temporary, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

function besides(database: string): string {
  return path.join(database.includes("://") ? "fmpn-hub" : path.dirname(database), "artifacts");
}
