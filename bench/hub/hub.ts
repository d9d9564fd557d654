import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { cpus } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ARCHIVE, generateArchive } from "@fmpn/hub";

const USAGE = `usage: npm run bench -- hub [--scale 1] [--folder FOLDER] [--keep] [--seconds 10] [--filters 10000]

Generates an archive of made-up content, imports it, serves it, and measures: time, processor time and memory of the import,
size of the file, answers of each kind of page one after the other (p50, p95), pages a second with eight readers, memory of
the server before and after three times 10,000 random filter addresses (--filters 0 leaves that out). --keep goes on from an archive and a database that are there.`;

/** What a child that imported or serves says of itself. */
interface Told {
  readonly seconds?: number;
  readonly cpu?: number;
  readonly rss?: number;
  readonly url?: string;
  readonly counts?: unknown;
}

/** `npm run bench -- hub`: the hub at the archive's size. */
export async function benchHub(options: ReadonlyMap<string, string>): Promise<void> {
  if (options.has("help")) return console.log(USAGE);
  const scale = Number(options.get("scale") ?? 1);
  const folder = path.resolve(options.get("folder") ?? `out/bench-hub-${scale}`);
  const database = path.join(folder, "hub.sqlite");
  const archive = path.join(folder, "archive");
  console.log(`machine: ${cpus().length} cores of ${cpus()[0]?.model ?? "?"}, Node ${process.version}; scale ${scale} (${Math.round(ARCHIVE.papers * scale).toLocaleString("en")} papers)`);
  if (!options.has("keep") || !existsSync(path.join(archive, "links-between-papers-and-code.json.gz"))) {
    const started = performance.now();
    await generateArchive(archive, { scale });
    console.log(`generated in ${seconds(performance.now() - started)}`);
  }
  if (!options.has("keep") || !existsSync(database)) {
    const told = await new Promise<Told>((resolve, reject) => {
      const child = start("import-process.mjs", [database, archive]);
      child.once("message", (message) => resolve(message as Told));
      child.once("exit", (code) => reject(new Error(`the import ended with ${code}`)));
    });
    console.log(`imported in ${told.seconds?.toFixed(0)} s by the clock, ${told.cpu?.toFixed(0)} s of processor time, ${told.rss?.toFixed(0)} MB at most; target 10 minutes, 500 MB`);
    console.log(`  ${JSON.stringify(told.counts)}`);
  }
  console.log(`file: ${(statSync(database).size / 1e6).toFixed(0)} MB; target 1,500 MB at scale 1`);
  await measureServer(database, Number(options.get("seconds") ?? 10), Number(options.get("filters") ?? 10_000));
}

const start = (script: string, args: readonly string[]) => spawn(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), ...args], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

async function measureServer(database: string, duration: number, filters: number): Promise<void> {
  const server = start("serve-process.mjs", [database]);
  try {
    const { url = "", samples } = await new Promise<Told & { samples: Readonly<Record<string, readonly string[]>> }>((resolve, reject) => {
      server.once("message", (message) => resolve(message as Told & { samples: Readonly<Record<string, readonly string[]>> }));
      server.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
    });
    console.log("\nkind                                  p50 ms   p95 ms   target   processor ms   kB");
    for (const [kind, paths] of Object.entries(samples)) {
      const [name = kind, target = ""] = kind.split("|");
      await timesOf(url, paths);
      const before = await spentBy(server);
      const { times, bytes } = await timesOf(url, paths);
      const cpu = ((await spentBy(server)).cpu - before.cpu) / 1000 / paths.length;
      console.log(`${name.padEnd(36)} ${quantile(times, 0.5).toFixed(1).padStart(7)}  ${quantile(times, 0.95).toFixed(1).padStart(7)}  ${target.padStart(7)}  ${cpu.toFixed(1).padStart(13)}  ${(bytes / paths.length / 1000).toFixed(0).padStart(3)}`);
    }
    const mixed = Object.entries(samples).filter(([kind]) => !/search|all rows/.test(kind)).flatMap(([, paths]) => paths);
    const beforeMixed = await spentBy(server);
    const until = performance.now() + duration * 1000;
    let pages = 0;
    await Promise.all(
      Array.from({ length: 8 }, async (_, reader) => {
        for (let turn = reader; performance.now() < until; turn += 7) {
          await (await fetch(url + mixed[turn % mixed.length], { headers: { Accept: "text/html" } })).arrayBuffer();
          pages++;
        }
      }),
    );
    const spent = ((await spentBy(server)).cpu - beforeMixed.cpu) / 1e6;
    console.log(`\nmixed pages with eight readers: ${(pages / duration).toFixed(0)} a second by the clock, ${(pages / spent).toFixed(0)} a second of the server's processor time; target 200`);
    console.log(`memory of the server: ${megabytes((await spentBy(server)).rss)} MB; target 250 MB`);
    if (filters === 0) return;
    const board = samples["board of 100 rows|20"]?.[0] ?? "/sota/all";
    for (let round = 1; round <= 3; round++) {
      for (let turn = 0; turn < filters; turn += 8) await Promise.all(Array.from({ length: 8 }, async (_, reader) => (await fetch(`${url}${board}?since=${1990 + ((turn + reader) % 40)}&metric=m${turn}&sort=${turn % 3 === 0 ? "newest" : "x"}&x=${round}.${turn}`)).arrayBuffer()));
      console.log(`after ${(round * filters).toLocaleString("en")} random filter addresses: ${megabytes((await spentBy(server)).rss)} MB`);
    }
    console.log(`of it ${megabytes((await spentBy(server, "collected")).heap)} MB are used by the program itself after a collection`);
  } finally {
    server.kill();
  }
}

async function timesOf(url: string, paths: readonly string[]): Promise<{ times: number[]; bytes: number }> {
  const times: number[] = [];
  let bytes = 0;
  for (const asked of paths) {
    const started = performance.now();
    const answer = await fetch(url + asked, { headers: { Accept: "text/html", "Accept-Encoding": "identity" } });
    bytes += (await answer.arrayBuffer()).byteLength;
    times.push(performance.now() - started);
    if (answer.status !== 200) throw new Error(`${asked} answered ${answer.status}`);
  }
  return { times, bytes };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Processor time in microseconds and memory in bytes of the serving process; `heap` is what is in use, after a collection where that is asked for. */
function spentBy(server: ChildProcess, asked: "spent" | "collected" = "spent"): Promise<{ readonly cpu: number; readonly rss: number; readonly heap: number }> {
  return new Promise((resolve) => {
    server.once("message", (message) => resolve(message as { cpu: number; rss: number; heap: number }));
    server.send(asked);
  });
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0);
