// Serves a database in a process of its own, and tells addresses of each kind of page.
import v8 from "node:v8";
import vm from "node:vm";
import { makeApiKey, serveHub } from "@fmpn/hub";

v8.setFlagsFromString("--expose-gc");
globalThis.gc = vm.runInNewContext("gc");
const [, , database = "", artifacts, worker] = process.argv;
const hub = await serveHub({ database, artifacts, content: worker !== undefined, worker: worker !== undefined, onFault: (error, asked) => console.error(asked, error) });
const { sql } = hub.database;
const papers = await sql.selectFrom("paper").select("slug").where("id", "in", (await sql.selectFrom("paper_rank").select("paper_id").where("rank", "<=", 150).execute()).map(({ paper_id }) => paper_id)).execute();
const tasks = await sql.selectFrom("task").select("slug").where("hidden", "=", 0).orderBy("papers", "desc").limit(80).execute();
const boards = await sql.selectFrom("board").select(["slug", "results"]).orderBy("results", "desc").limit(400).execute();
const [largest] = boards;
// Asked for what it has spent so far: processor time and memory.
process.on("message", (asked) => {
  const rss = process.memoryUsage.rss();
  // At the very end alone: otherwise the figures would be of a server that is told to tidy up.
  if (asked === "collected") globalThis.gc?.();
  process.send?.({ cpu: process.cpuUsage().user + process.cpuUsage().system, rss, heap: process.memoryUsage().heapUsed });
});
const hundred = boards.filter(({ results }) => results <= 110).slice(0, 40);
const pairs = await sql.selectFrom("result").innerJoin("board", "board.id", "board_id").innerJoin("paper", "paper.id", "paper_id").select(["board.slug as board", "paper.slug as paper"]).limit(80).execute();
const datasets = await sql.selectFrom("dataset").select("slug").limit(60).execute();
const words = ["the", "learning", "deep+learning", "attention", "neural+network", "image+segmentation", "the+of+and", "cedifo", "transformer", "self+supervised+detection"];
// Two people who hand models in, where there is a worker.
const keys = [];
for (const name of worker === undefined ? [] : ["ada", "bert"]) {
  const at = new Date().toISOString();
  const { id } = await sql.insertInto("person").values({ name, email: `${name}@example.org`, emailVerified: 0, createdAt: at, updatedAt: at, role: "contributor" }).returning("id").executeTakeFirstOrThrow();
  keys.push(await makeApiKey(hub.database, id, "load"));
}
process.send?.({
  keys,
  url: hub.url,
  samples: {
    "home|20": Array.from({ length: 30 }, () => "/"),
    "paper|10": papers.map(({ slug }) => `/paper/${slug}`),
    "task|30": tasks.map(({ slug }) => `/task/${slug}`),
    "board of 100 rows|20": (hundred.length > 0 ? hundred : boards.slice(0, 40)).map(({ slug }) => `/sota/${slug}`),
    [`board of ${largest?.results} rows|50`]: Array.from({ length: 30 }, () => `/sota/${largest?.slug}`),
    [`the same, all rows, not kept|`]: Array.from({ length: 10 }, () => `/sota/${largest?.slug}?all=1`),
    "search|50": words.flatMap((word) => [`/search?q=${word}`, `/search?q=${word}`]),
    "suggest|": words.map((word) => `/suggest?q=${word.slice(0, 4)}`),
    "badge|5": pairs.map(({ paper, board }) => `/badge/${paper}/${board}.svg`),
    "data set|": datasets.map(({ slug }) => `/dataset/${slug}`),
    "API list|30": Array.from({ length: 40 }, (_, index) => `/api/v1/papers/?page=${index * 20 + 1}`),
    "newest papers|": Array.from({ length: 20 }, () => "/papers"),
  },
});
