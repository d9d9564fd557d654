import { spawn, spawnSync } from "node:child_process";
import { mkdir, open, readdir, readFile, rm } from "node:fs/promises";
import { createHash } from "node:crypto";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { openArtifactStore, serveHub } from "@fmpn/hub";
import { openPeople } from "./people.js";

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * A hub whose database and store lie on a disk of 32 MB that is filled to its last byte while two workers work: pages are answered,
 * what is handed in is refused, and in the end every job has exactly one document or a named failure.
 */
export async function fullDisk(folder: string, jobs = 120): Promise<void> {
  const disk = path.join(folder, "disk");
  await mkdir(disk);
  if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=32m", "tmpfs", disk]).status !== 0) return console.log("\na small disk cannot be mounted here: that part is left out");
  try {
    const database = path.join(disk, "hub.sqlite");
    const hub = await serveHub({ database, artifacts: path.join(disk, "artifacts"), worker: false });
    const { sql } = hub.database;
    const workers = [];
    try {
      const [key = ""] = await openPeople(hub.database, 1);
      for (let job = 0; job < jobs; job++) await sql.insertInto("job").values({ kind: "measure", payload: JSON.stringify({ measurement: job }), state: "queued", run_after: "", added_at: "", lease_until: null, worker: null, error_kind: null, error_text: null, owner_id: null, progress: null, ended_at: null }).execute();
      const open = async (): Promise<number> => Number((await sql.selectFrom("job").select((all) => all.fn.countAll<number>().as("n")).where("state", "in", ["queued", "running"]).executeTakeFirstOrThrow()).n);
      const begin = () => spawn(process.execPath, [fileURLToPath(new URL("chaos-worker.mjs", import.meta.url)), database, path.join(disk, "artifacts"), "none"], { stdio: "ignore" });
      workers.push(begin(), begin());
      const claim = async (model: string): Promise<number> => (await fetch(`${hub.url}/submit/result`, { method: "POST", redirect: "manual", headers: { Authorization: `Bearer ${key}` }, body: new URLSearchParams({ board: "facial-expression-recognition-on-affectnet", model, value: "60.1", source: "https://example.org/paper", place: "Table 1" }) })).status;
      for (const until = Date.now() + 60_000; (await open()) > (2 * jobs) / 3 && Date.now() < until; ) await pause(100);
      const [before, openThen] = [await claim("Before"), await open()];
      const filler = path.join(disk, "filler");
      const pages: number[] = [];
      const refused: number[] = [];
      for (let turn = 0; turn < 8; turn++) {
        await fill(filler);
        for (const address of ["/", "/paper/facial-motion-prior-networks-for-facial", "/sota/facial-expression-recognition-on-ck?since=2020", "/search?q=face"]) pages.push((await fetch(hub.url + address, { headers: { Accept: "text/html" } })).status);
        refused.push(await claim(`Full ${turn}`));
        await pause(500);
      }
      const openFull = await open();
      await rm(filler);
      for (const until = Date.now() + 180_000; (await open()) > 0 && Date.now() < until; ) await pause(200);
      const after = await claim("After");
      const ended = await sql.selectFrom("job").select(["id", "state", "error_kind", "attempts"]).execute();
      const documents = await sql.selectFrom("import_reject").select(["run_id", "raw"]).where("why", "=", "document").execute();
      const count = (id: number): number => documents.filter(({ run_id }) => run_id === id).length;
      const [done, failed] = [ended.filter(({ state }) => state === "done"), ended.filter(({ state }) => state === "failed")];
      const store = openArtifactStore(path.join(disk, "artifacts"));
      let broken = 0;
      for (const { raw } of documents) {
        const file = await store.find(raw);
        if (file === undefined || createHash("sha256").update(await readFile(file)).digest("hex") !== raw) broken += 1;
      }
      const left = await readdir(path.join(disk, "artifacts/incoming")).catch(() => []);
      const models = await sql.selectFrom("model").select("name").where("name", "like", "Full %").execute();
      const taken = refused.filter((status) => status === 303).length;
      const whole = done.length + failed.length === jobs && done.every(({ id }) => count(id) === 1) && failed.every(({ id, error_kind }) => count(id) === 0 && error_kind !== null) && broken === 0 && left.length === 0 && before === 303 && after === 303 && taken === models.length && pages.every((status) => status === 200);
      console.log(`\n${jobs} jobs, 2 workers, the disk of database and store full for ${refused.length} rounds (${openThen} jobs were open before, ${openFull} after): ${done.length} in exactly one document, ${failed.length} in a named failure; begun ${ended.reduce((sum, { attempts }) => sum + attempts, 0)} times; ${broken} documents broken, ${left.length} left half-written`);
      console.log(`pages while full: ${pages.filter((status) => status === 200).length} of ${pages.length} answered; claims: ${taken} taken and there (${models.length}), ${refused.length - taken} refused (${[...new Set(refused)].join(", ")}); before ${before}, after ${after}. ${whole ? "All is whole." : "NOT all is whole."}`);
      if (!whole) process.exitCode = 1;
    } finally {
      for (const worker of workers) worker.kill("SIGKILL");
      await hub.close();
    }
  } finally {
    await pause(300);
    spawnSync("umount", ["-l", disk]);
  }
}

/** Writes until nothing more goes. */
async function fill(file: string): Promise<void> {
  const handle = await open(file, "a");
  try {
    for (const bytes of [1 << 20, 1 << 12, 1]) for (let more = true; more; ) more = await handle.write(Buffer.alloc(bytes)).then(({ bytesWritten }) => bytesWritten === bytes, () => false);
  } finally {
    await handle.close();
  }
}
