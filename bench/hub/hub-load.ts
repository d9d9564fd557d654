import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { bundledModel } from "@fmpn/lab/evaluation";
import { sendModel, serveHub } from "@fmpn/hub";
import { POSTGRES_MISSING, startPostgres, type TestPostgres } from "../../test-support/postgres.js";
import { fullDisk } from "./full-disk.js";
import { openPeople } from "./people.js";

const USAGE = `usage: npm run bench -- hub-load [--seconds 10] [--rate 200] [--people 100] [--kills 50] [--part pages|disk|submissions|chaos]

Four parts, each of which prints its figures:
  pages        so many pages a second while two models are measured: p50, p95 and what was reached
  disk         database and store on a small disk that is filled to its last byte while two workers work (mounts a tmpfs)
  submissions  1,000 claims by 100 people at once over two web processes on PostgreSQL: none lost, none doubled, limits held
  chaos        four workers on PostgreSQL, killed 50 times at random, the database restarted twice, the store full for a while:
               every job ends in exactly one document or a named failure. Measuring itself is stood in for by a pause.`;

/** `npm run bench -- hub-load`: the hub under load, and under blows. */
export async function benchHubLoad(options: ReadonlyMap<string, string>): Promise<void> {
  if (options.has("help")) return console.log(USAGE);
  const part = options.get("part");
  const number = (name: string, usual: number): number => Number(options.get(name) ?? usual);
  console.log(`machine: ${cpus().length} cores of ${cpus()[0]?.model ?? "?"}, Node ${process.version}`);
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-hub-load-"));
  try {
    if (part === undefined || part === "pages") await pagesWhileMeasuring(folder, number("seconds", 10), number("rate", 200));
    if (part === undefined || part === "disk") await fullDisk(folder);
    if (part === "pages" || part === "disk") return;
    if (POSTGRES_MISSING !== false) return console.log(POSTGRES_MISSING);
    const postgres = await startPostgres();
    try {
      if (part === undefined || part === "submissions") await submissions(postgres, folder, number("people", 100));
      if (part === undefined || part === "chaos") await chaos(postgres, folder, number("kills", 50));
    } finally {
      await postgres.stop();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const quantile = (values: readonly number[], share: number): number => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? Number.NaN;
const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

async function pagesWhileMeasuring(folder: string, seconds: number, rate: number): Promise<void> {
  const server = spawn(process.execPath, [script("serve-process.mjs"), path.join(folder, "pages.sqlite"), path.join(folder, "artifacts"), "worker"], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  try {
    const { url, samples, keys } = await new Promise<{ url: string; samples: Readonly<Record<string, readonly string[]>>; keys: readonly string[] }>((resolve, reject) => {
      server.once("message", (message) => resolve(message as never));
      server.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
    });
    const kinds = Object.entries(samples).flatMap(([kind, paths]) => (/all rows/.test(kind) ? [] : paths.map((asked) => [kind.split("|")[0] ?? kind, asked] as const)));
    const ask = async (until: number): Promise<Map<string, number[]>> => {
      const times = new Map<string, number[]>();
      const began = performance.now();
      const open = new Set<Promise<void>>();
      for (let turn = 0; performance.now() < until; turn++) {
        // At a steady pace, whether or not earlier answers have come: as readers do.
        const due = began + (1000 * turn) / rate;
        if (due > performance.now()) await pause(due - performance.now());
        const [kind, asked] = kinds[(turn * 37) % kinds.length] ?? ["home", "/"];
        const started = performance.now();
        const one = fetch(url + asked, { headers: { Accept: "text/html" } }).then(async (answer) => {
          await answer.arrayBuffer();
          times.set(kind, [...(times.get(kind) ?? []), performance.now() - started]);
        });
        open.add(one);
        void one.finally(() => open.delete(one));
        if (open.size > 64) await Promise.race(open);
      }
      await Promise.all(open);
      return times;
    };
    await ask(performance.now() + 2000);
    const alone = await ask(performance.now() + 1000 * seconds);
    // Two people, since one has one job at a time.
    for (const [index, key] of keys.entries()) await sendModel(url, key, { file: bundledModel(), name: `load ${index}`, licence: "non-commercial", trainingData: "photographs", relation: "disjoint", protocol: index === 0 ? "hub-seed-2" : "hub-secret" });
    await pause(1500);
    const busy = await ask(performance.now() + 1000 * seconds);
    const jobs = (await (await fetch(`${url}/queue`, { headers: { Accept: "text/html" } })).text()).match(/of 1,000/g)?.length ?? 0;
    console.log(`\npages at ${rate} a second for ${seconds} s; ${jobs} models were still being measured at the end`);
    console.log("kind                      alone: p50      p95    measuring: p50      p95 ms");
    for (const [kind, times] of alone) console.log(`${kind.padEnd(24)} ${quantile(times, 0.5).toFixed(1).padStart(10)} ${quantile(times, 0.95).toFixed(1).padStart(8)} ${quantile(busy.get(kind) ?? [], 0.5).toFixed(1).padStart(17)} ${quantile(busy.get(kind) ?? [], 0.95).toFixed(1).padStart(8)}`);
    const reached = (times: ReadonlyMap<string, readonly number[]>): string => ([...times.values()].reduce((sum, one) => sum + one.length, 0) / seconds).toFixed(0);
    console.log(`reached: ${reached(alone)} a second alone, ${reached(busy)} while measuring`);
  } finally {
    server.kill();
  }
}

async function submissions(postgres: TestPostgres, folder: string, people: number): Promise<void> {
  const database = postgres.database();
  const hubs: Awaited<ReturnType<typeof serveHub>>[] = [];
  for (let web = 0; web < 2; web++) hubs.push(await serveHub({ database, artifacts: path.join(folder, "artifacts-2"), worker: false }));
  const [first] = hubs;
  if (first === undefined) return;
  try {
    const keys = await openPeople(first.database, people);
    const before = await resultsIn(first.database);
    const each = Math.ceil(1000 / people);
    const started = performance.now();
    const claim = async (person: number, place: number): Promise<number> => {
      const body = new URLSearchParams({ board: "facial-expression-recognition-on-affectnet", model: `Load ${person}-${place}`, value: (50 + place / 10).toFixed(2), source: "https://example.org/paper", place: "Table 1" });
      return (await fetch(`${hubs[(person + place) % 2]?.url}/submit/result`, { method: "POST", redirect: "manual", headers: { Authorization: `Bearer ${keys[person]}` }, body })).status;
    };
    const statuses = (await Promise.all(keys.map(async (_, person) => { const own = []; for (let place = 0; place < each; place++) own.push(await claim(person, place)); return own; }))).flat();
    const seconds = (performance.now() - started) / 1000;
    const rows = await resultsIn(first.database);
    const names = await first.database.sql.selectFrom("model").select("name").where("name", "like", "Load %").execute();
    console.log(`\n${statuses.length} claims by ${people} people over two web processes: ${statuses.filter((status) => status === 303).length} taken in ${seconds.toFixed(1)} s, ${rows - before} rows, ${new Set(names.map(({ name }) => name)).size} different models of ${names.length}`);
    // One person at once through both doors: what the limit allows, no more.
    const eager = await Promise.all(Array.from({ length: 60 }, (_, place) => claim(0, 100 + place)));
    console.log(`then 60 at once by one of them, who had used ${each} of 30: ${eager.filter((status) => status === 303).length} taken, ${eager.filter((status) => status === 429).length} told to wait`);
  } finally {
    for (const hub of hubs) await hub.close();
  }
}

async function resultsIn({ sql }: Awaited<ReturnType<typeof serveHub>>["database"]): Promise<number> {
  return Number((await sql.selectFrom("result").select((all) => all.fn.countAll<number>().as("n")).executeTakeFirst())?.n ?? 0);
}

async function chaos(postgres: TestPostgres, folder: string, kills: number): Promise<void> {
  const address = postgres.database();
  const hub = await serveHub({ database: address, artifacts: path.join(folder, "artifacts-3"), worker: false, content: false });
  const { sql } = hub.database;
  const jobs = 600;
  try {
    for (let job = 0; job < jobs; job++) await sql.insertInto("job").values({ kind: "measure", payload: JSON.stringify({ measurement: job }), state: "queued", run_after: "", added_at: "", lease_until: null, worker: null, error_kind: null, error_text: null, owner_id: null, progress: null, ended_at: null }).execute();
    const full = path.join(folder, "full");
    const begin = (): ChildProcess => spawn(process.execPath, [script("chaos-worker.mjs"), address, path.join(folder, "artifacts-3"), full], { stdio: "ignore" });
    const workers = [begin(), begin(), begin(), begin()];
    const open = async (): Promise<number> => Number((await sql.selectFrom("job").select((all) => all.fn.countAll<number>().as("n")).where("state", "in", ["queued", "running"]).executeTakeFirst().catch(() => ({ n: jobs })))?.n ?? 0);
    const random = (most: number): number => Math.floor(Math.random() * most);
    const { writeFile } = await import("node:fs/promises");
    const started = performance.now();
    let killed = 0;
    for (let left = jobs; left > 0; left = await open()) {
      await pause(100 + random(300));
      if (killed >= kills) continue;
      // Only one that has a job in its hands: others lose nothing.
      const busy = await sql.selectFrom("job").select("worker").where("state", "=", "running").execute().catch(() => []);
      const place = workers.findIndex(({ pid }) => busy.some(({ worker }) => worker === `chaos ${pid}`));
      if (place === -1) continue;
      workers[place]?.kill("SIGKILL");
      workers[place] = begin();
      killed += 1;
      if (killed === Math.floor(kills / 3) || killed === Math.floor((2 * kills) / 3)) await postgres.restart();
      if (killed === Math.floor(kills / 2)) {
        await writeFile(full, "");
        await pause(2000);
        await rm(full);
      }
    }
    for (const worker of workers) worker.kill("SIGKILL");
    const ended = await sql.selectFrom("job").select(["id", "state", "error_kind", "attempts"]).execute();
    const documents = await sql.selectFrom("import_reject").select(["run_id", "raw"]).where("why", "=", "document").execute();
    const done = ended.filter(({ state }) => state === "done");
    const failed = ended.filter(({ state }) => state === "failed");
    const byJob = new Map<number, number>();
    for (const { run_id } of documents) byJob.set(run_id, (byJob.get(run_id) ?? 0) + 1);
    const whole = done.length + failed.length === jobs && done.every(({ id }) => byJob.get(id) === 1) && failed.every(({ id, error_kind }) => !byJob.has(id) && error_kind !== null);
    console.log(`\n${jobs} jobs, 4 workers, ${killed} killed, PostgreSQL restarted twice, the store full for two seconds: ${done.length} in exactly one document, ${failed.length} in a named failure (${[...new Set(failed.map(({ error_kind }) => error_kind))].join(", ") || "none"}), ${documents.length} documents; begun ${ended.reduce((sum, { attempts }) => sum + attempts, 0)} times; ${((performance.now() - started) / 1000).toFixed(0)} s. ${whole ? "Every job ended once." : "NOT every job ended once."}`);
    if (!whole) process.exitCode = 1;
  } finally {
    await hub.close();
  }
}
