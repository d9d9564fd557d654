import { openDatabase } from "../database/open-database.js";
import { runWorker } from "./run-worker.js";
import type { WorkerProcessOptions } from "./start-worker-process.js";

// The entry of the process that `startWorkerProcess` starts: it ends with the one that started it.

const { database: where, artifacts, folders } = JSON.parse(process.argv[2] ?? "") as WorkerProcessOptions;
const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM", "disconnect"] as const) process.on(name, () => stop.abort());
const database = await openDatabase(where);
await runWorker(database, { artifacts, folders, signal: stop.signal, onFault: (error) => process.send?.({ fault: error instanceof Error ? (error.stack ?? error.message) : String(error) }) });
await database.close();
process.disconnect?.();
