// A process that imports and is killed while it does: by a thread of its own, since the import leaves no time for timers.
import { Worker } from "node:worker_threads";
import { openDatabase } from "../../src/database/open-database.js";
import { importFiles } from "../../src/import/import-files.js";

const [file = "", milliseconds = "", ...files] = process.argv.slice(2);
const database = await openDatabase(file);
const killer = new Worker(`setTimeout(() => process.kill(process.pid, "SIGKILL"), ${Number(milliseconds)})`, { eval: true });
killer.unref();
await importFiles(database, files, { batch: 20, today: "2026-11-29" });
await database.close();
process.exit(0);
