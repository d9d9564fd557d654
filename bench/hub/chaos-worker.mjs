// A worker that is killed in between: real queue, database and store; measuring itself is a pause.
import { existsSync } from "node:fs";
import { openArtifactStore, openDatabase, openQueue, work } from "@fmpn/hub";

const [address = "", artifacts = "", full = ""] = process.argv.slice(2);
const store = openArtifactStore(artifacts);
let database;
while (database === undefined) database = await openDatabase(address).catch(() => new Promise((resolve) => setTimeout(resolve, 200, undefined)));
const queue = openQueue(database, { leaseMs: 1500, attempts: 30 });
await work(
  queue,
  async (job, { signal }) => {
    await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 400));
    signal.throwIfAborted();
    if (job.id % 10 === 0) return { ending: { state: "failed", kind: "shape", text: "made to fail" } };
    if (existsSync(full)) throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
    const { sha256 } = await store.put(new Blob([`document of job ${job.id}`]).stream(), 1000);
    return { ending: { state: "done" }, write: async (sql) => void (await sql.insertInto("import_reject").values({ run_id: job.id, path: job.worker, why: "document", raw: sha256 }).execute()) };
  },
  { worker: `chaos ${process.pid}`, signal: new AbortController().signal, pauseMs: 100, renewMs: 400 },
);
