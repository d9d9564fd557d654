import { createHash } from "node:crypto";
import { sql as text } from "kysely";
import { refreshBoards, SHOWN_STATES } from "../boards/refresh-boards.js";
import type { Database } from "../database/database.js";
import type { ArtifactStore } from "../storage/artifact-store.js";
import { REFERENCES } from "./references.js";

/** Something that is not as it should be. */
export interface Problem {
  readonly what: string;
  /** What whoever runs the hub may do about it. */
  readonly remedy: string;
}

export interface CheckOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told of each step before it's taken. */
  readonly onStep?: ((step: string) => void) | undefined;
}

/** The steps of a check, each of them free of the others. */
const STEPS: readonly (readonly [string, (database: Database, store: ArtifactStore, signal: AbortSignal | undefined) => AsyncIterable<Problem>])[] = [
  ["the database's file", fileProblems],
  ["rows that name others", orphans],
  ["counts and places of benchmarks", wrongCounts],
  ["search", searchProblems],
  ["jobs and measurements", jobProblems],
  ["the log of changes", chainProblems],
  ["models and documents", storeProblems],
];

/** Looks whether a hub is whole: its file, its rows, what is counted, its log, every stored file by its hash. It changes nothing. */
export async function* checkHub(database: Database, store: ArtifactStore, { signal, onStep }: CheckOptions = {}): AsyncGenerator<Problem> {
  for (const [name, problems] of STEPS) {
    signal?.throwIfAborted();
    onStep?.(name);
    yield* problems(database, store, signal);
  }
}

/** Counts again what follows from other rows: the remedy of the problems that need no backup. */
export async function recount(database: Database): Promise<void> {
  await refreshBoards(database.sql, database.kind);
}

const RESTORE = "restore the last backup (fmpn hub restore), or mend the row by hand";

async function* fileProblems({ kind, sql }: Database): AsyncGenerator<Problem> {
  if (kind !== "sqlite") return;
  const { rows } = await text<{ integrity_check: string }>`pragma integrity_check(20)`.execute(sql);
  for (const { integrity_check: words } of rows) if (words !== "ok") yield { what: `the database's file: ${words}`, remedy: "restore the last backup (fmpn hub restore)" };
  const broken = await text<{ table: string; parent: string }>`pragma foreign_key_check`.execute(sql);
  for (const [link, n] of Object.entries(countBy(broken.rows.map(({ table, parent }) => `${table} → ${parent}`)))) yield { what: `${n} broken foreign keys ${link}`, remedy: RESTORE };
}

async function* orphans({ sql }: Database): AsyncGenerator<Problem> {
  for (const [table, column, target, key = "id"] of REFERENCES) {
    const from = text`from ${text.table(table)} as t where t.${text.ref(column)} is not null and not exists (select 1 from ${text.table(target)} as o where o.${text.ref(key)} = t.${text.ref(column)})`;
    const { rows } = await text<{ n: number }>`select count(*) as n ${from}`.execute(sql);
    const n = Number(rows[0]?.n ?? 0);
    if (n === 0) continue;
    const example = await text<Record<string, unknown>>`select t.* ${from} limit 1`.execute(sql);
    yield { what: `${n} of ${table} name by ${column} a ${target} that is not there, as ${JSON.stringify(example.rows[0]?.[column])}`, remedy: RESTORE };
  }
}

async function* wrongCounts({ sql }: Database): AsyncGenerator<Problem> {
  const boards = await sql.selectFrom("board").select(["id", "slug", "results", "papers", "measured"]).execute();
  const rows = await sql.selectFrom("result").select(["board_id", (all) => all.fn.countAll<number>().as("results"), (all) => all.fn.count<number>("paper_id").distinct().as("papers")]).where("state", "in", [...SHOWN_STATES]).groupBy("board_id").execute();
  const measured = await sql.selectFrom("measurement").select(["board_id", (all) => all.fn.countAll<number>().as("n")]).where("state", "=", "succeeded").groupBy("board_id").execute();
  const counted = new Map(rows.map((row) => [row.board_id, row]));
  const measuredOn = new Map(measured.map(({ board_id, n }) => [board_id, Number(n)]));
  const wrong = boards.filter(({ id, results, papers, measured: own }) => results !== Number(counted.get(id)?.results ?? 0) || papers !== Number(counted.get(id)?.papers ?? 0) || own !== (measuredOn.get(id) ?? 0));
  if (wrong.length > 0) yield { what: `${wrong.length} benchmarks say wrong counts, as ${wrong[0]?.slug}`, remedy: "fmpn hub check --recount counts again" };
  const unranked = await text<{ n: number }>`select count(*) as n from board_metric m where m.best_result_id is not null and not exists (select 1 from value v where v.result_id = m.best_result_id and v.metric_id = m.metric_id and v.rank = 1)`.execute(sql);
  if (Number(unranked.rows[0]?.n ?? 0) > 0) yield { what: `${unranked.rows[0]?.n} metrics call a row the best that isn't ranked first`, remedy: "fmpn hub check --recount counts again" };
}

async function* searchProblems({ kind, sql }: Database): AsyncGenerator<Problem> {
  const count = async (table: "paper" | "paper_rank"): Promise<number> => Number((await sql.selectFrom(table).select((all) => all.fn.countAll<number>().as("n")).executeTakeFirst())?.n ?? 0);
  const [papers, ranked] = [await count("paper"), await count("paper_rank")];
  if (papers !== ranked) yield { what: `search knows ${ranked} of ${papers} papers`, remedy: "import any file again (fmpn hub import): search is brought up to date at its end" };
  if (kind !== "sqlite") return;
  for (const table of ["title_search", "abstract_search", "name_search"]) {
    try {
      await text`insert into ${text.table(table)}(${text.ref(table)}) values ('integrity-check')`.execute(sql);
    } catch (error) {
      yield { what: `the index ${table} is damaged: ${error instanceof Error ? error.message : String(error)}`, remedy: "restore the last backup (fmpn hub restore)" };
    }
  }
}

async function* jobProblems({ sql }: Database): AsyncGenerator<Problem> {
  const jobs = await sql.selectFrom("job").select(["id", "payload", "state"]).where("kind", "=", "measure").execute();
  const measurements = new Map((await sql.selectFrom("measurement").select(["id", "state", "slug", "document_sha256"]).execute()).map((row) => [row.id, row]));
  const open = new Set<number>();
  for (const { id, payload, state } of jobs) {
    const number = (JSON.parse(payload) as { measurement?: number }).measurement ?? -1;
    const measurement = measurements.get(number);
    if (measurement === undefined) yield { what: `job ${id} names measurement ${number}, which is not there`, remedy: RESTORE };
    else if (state === "done" && !["succeeded", "stale"].includes(measurement.state)) yield { what: `job ${id} is done, but its measurement ${measurement.slug} is ${measurement.state}`, remedy: RESTORE };
    else if (state === "failed" && measurement.state !== "failed") yield { what: `job ${id} failed, but its measurement ${measurement.slug} is ${measurement.state}`, remedy: RESTORE };
    if (state === "queued" || state === "running") open.add(number);
  }
  for (const { id, state, slug } of measurements.values()) if ((state === "queued" || state === "running") && !open.has(id)) yield { what: `measurement ${slug} is ${state}, but no job does it`, remedy: "hand the model in again: it is queued anew" };
}

/** What a change made of a row is what the next one found, and the last one what the row is now. */
async function* chainProblems({ sql }: Database): AsyncGenerator<Problem> {
  const states = new Map<number, string>();
  const lines = await sql.selectFrom("revision").select(["id", "entity_id", "before", "after"]).where("entity", "=", "result").where("review", "=", "accepted").orderBy("id").execute();
  for (const { id, entity_id, before, after } of lines) {
    const [was, is] = [stateIn(before), stateIn(after)];
    const known = states.get(entity_id);
    if (was !== undefined && known !== undefined && was !== known) yield { what: `change ${id} found row ${entity_id} ${was}, but the change before had made it ${known}`, remedy: "a line of the log is missing or was altered: compare with a backup" };
    if (is !== undefined) states.set(entity_id, is);
  }
  if (states.size === 0) return;
  const rows = await sql.selectFrom("result").select(["id", "state"]).execute();
  const now = new Map(rows.map(({ id, state }) => [id, state as string]));
  for (const [id, state] of states) if (now.has(id) && now.get(id) !== state) yield { what: `row ${id} is ${now.get(id)}, but the log's last change made it ${state}`, remedy: "the row was altered past the log: compare with a backup, then decide on it again" };
}

const stateIn = (json: string | null): string | undefined => (json === null ? undefined : (JSON.parse(json) as { state?: string }).state);

async function* storeProblems({ sql }: Database, store: ArtifactStore, signal: AbortSignal | undefined): AsyncGenerator<Problem> {
  const rows = new Map((await sql.selectFrom("artifact").select(["sha256", "bytes", "kind"]).execute()).map((row) => [row.sha256, row]));
  const seen = new Set<string>();
  let unknown = 0;
  for await (const { sha256 } of store.list()) {
    signal?.throwIfAborted();
    seen.add(sha256);
    if (!rows.has(sha256)) unknown += 1;
    const content = await store.open(sha256).catch(() => undefined);
    const hash = createHash("sha256");
    if (content !== undefined) for await (const chunk of content) hash.update(chunk as Uint8Array);
    if (content === undefined || hash.digest("hex") !== sha256) yield { what: `the file ${sha256} has not the content that its name says`, remedy: "put it back from a backup; its measurements stand on it" };
  }
  for (const { sha256, kind } of rows.values()) if (!seen.has(sha256)) yield { what: `the ${kind} ${sha256} is not in the store`, remedy: "put it back from a backup; look whether --artifacts names the right place" };
  for (const { slug, document_sha256 } of await sql.selectFrom("measurement").select(["slug", "document_sha256"]).where("document_sha256", "is not", null).where("place", "=", "this hub").execute())
    if (!rows.has(document_sha256 ?? "")) yield { what: `measurement ${slug} names a document that no row knows`, remedy: RESTORE };
  // Drafts that came to nothing: allowed, and told only where they are many.
  if (unknown > 100) yield { what: `${unknown} files of the store belong to nothing: models that were refused`, remedy: "they may be deleted" };
}

function countBy(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
