import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import type { Progress } from "@fmpn/lab";
import { CompiledQuery } from "kysely";
import { readAdditions } from "../archive/additions.js";
import { readCollectedClaims, readOpenCodePapersBoard } from "../archive/collected-tables.js";
import type { CutRecord } from "../archive/cut-json.js";
import { isRecord, RecordError, type JsonRecord } from "../archive/fields.js";
import { archiveKinds, openArchiveFile, type ArchiveFile, type ArchiveKind } from "../archive/open-archive-file.js";
import { readDataset, readLink, readMethod, readPaper } from "../archive/records.js";
import { flattenTask, type TaskRecord } from "../archive/task-record.js";
import { assignAreas } from "../boards/assign-areas.js";
import { mergeListings } from "../boards/merge-listings.js";
import { refreshBoards } from "../boards/refresh-boards.js";
import type { Database } from "../database/database.js";
import { inTransaction, nextId } from "../database/transaction.js";
import { nameHash } from "../names/fold-name.js";
import { factOf, rebuildSearch, setFact } from "../search/rebuild-search.js";
import { openImportContext, type Counts, type ImportContext } from "./import-context.js";
import { writeAdditions } from "./write-additions.js";
import { openBoardBook, writeTasks, type BoardBook } from "./write-boards.js";
import { writeDatasets } from "./write-datasets.js";
import { writeLinks } from "./write-links.js";
import { writeMethods } from "./write-methods.js";
import { writePapers } from "./write-papers.js";

export interface ImportOptions {
  /** Ends the import after the batch at hand; the next one goes on from there. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** "2026-11-29"; later dates are wrong. */
  readonly today?: string | undefined;
  /** Records of one transaction; by default as many as suit the kind of file. */
  readonly batch?: number | undefined;
}

/** What became of a file. */
export interface ImportReport {
  readonly file: string;
  readonly kind: ArchiveKind;
  /** The same file was imported before: nothing was done. */
  readonly already: boolean;
  readonly counts: Readonly<Counts>;
  readonly seconds: number;
}

/** Records of one transaction; tasks are counted by their nodes and rows. */
const BATCH: Readonly<Record<ArchiveKind, number>> = { "papers-with-abstracts": 1000, methods: 500, datasets: 500, "evaluation-tables": 500, "collected-claims": 1, "open-code-papers": 20, "links-between-papers-and-code": 2000, "hub-additions": 1 };

/** Rows of results tables after which a batch ends early. */
const BATCH_ROWS = 3000;

/**
 * Imports files of the archive (`.json`, `.json.gz`, Parquet), collected tables, boards of OpenCodePapers and additions of
 * hubs, in the order that suits them; a folder stands for the files in it. A file that was imported is known by its hash
 * and changes nothing; a killed import goes on where it was.
 *
 * @throws Error naming the file, where one is none of these or ends in the middle; what was read before stays
 */
export async function importFiles(database: Database, paths: readonly string[], options: ImportOptions = {}): Promise<ImportReport[]> {
  const files: ArchiveFile[] = [];
  for (const file of await filesOf(paths)) {
    options.onProgress?.({ what: `looking at ${path.basename(file)}`, done: 0, total: 0 });
    const opened = await openArchiveFile(file);
    if (opened !== undefined) files.push(opened);
  }
  files.sort((a, b) => archiveKinds.indexOf(a.kind) - archiveKinds.indexOf(b.kind));
  const reports: ImportReport[] = [];
  for (const file of files) reports.push(await importFile(database, file, options));
  await finishImport(database, options);
  return reports;
}

async function filesOf(paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const name of paths) {
    const info = await stat(name).catch(() => {
      throw new Error(`${name} cannot be found`);
    });
    if (!info.isDirectory()) found.push(name);
    else for (const entry of (await readdir(name, { recursive: true })).sort()) if (/\.(json|json\.gz|parquet)$/.test(entry)) found.push(path.join(name, entry));
  }
  return found;
}

async function importFile(database: Database, file: ArchiveFile, options: ImportOptions): Promise<ImportReport> {
  const started = performance.now();
  const name = path.basename(file.file);
  const known = await database.sql.selectFrom("import_run").selectAll().where("sha256", "=", file.sha256).where("kind", "=", file.kind).orderBy("id", "desc").executeTakeFirst();
  if (known?.finished) return { file: file.file, kind: file.kind, already: true, counts: JSON.parse(known.counts) as Counts, seconds: 0 };
  const counts: Counts = known === undefined ? {} : (JSON.parse(known.counts) as Counts);
  let position = known?.position ?? 0;
  const runId = known?.id ?? (await openRun(database, file, name));
  const context = await openImportContext(database.sql, database.kind, options.today ?? new Date().toISOString().slice(0, 10), counts);
  const book = ["evaluation-tables", "collected-claims", "open-code-papers"].includes(file.kind) ? await openBoardBook(database.sql) : undefined;

  let batch: CutRecord[] = [];
  let rows = 0;
  const write = async (): Promise<void> => {
    const records = batch;
    batch = [];
    rows = 0;
    if (records.length === 0) return;
    const end = (records.at(-1)?.index ?? -1) + 1;
    await inTransaction(
      database,
      async (sql) => {
        context.count("records", records.length);
        await writeRecords(sql, context, file, records, book);
        await context.flush(sql, runId);
        await sql.updateTable("import_run").set({ position: end, counts: JSON.stringify(counts) }).where("id", "=", runId).execute();
        await setFact(sql, "unfinished import", "1");
      },
      true,
    );
    position = end;
  };
  try {
    for await (const record of file.records(position, (done) => options.onProgress?.({ what: name, done, total: file.bytes }))) {
      batch.push(record);
      rows += rowsIn(record.value);
      if (batch.length >= (options.batch ?? BATCH[file.kind]) || rows >= BATCH_ROWS) await write();
      options.signal?.throwIfAborted();
    }
  } catch (error) {
    // What was whole before a file broke off is kept.
    if (options.signal?.aborted !== true) await write();
    throw error;
  }
  await write();
  await database.sql.updateTable("import_run").set({ finished: new Date().toISOString() }).where("id", "=", runId).execute();
  return { file: file.file, kind: file.kind, already: false, counts, seconds: (performance.now() - started) / 1000 };
}

async function openRun(database: Database, file: ArchiveFile, name: string): Promise<number> {
  const row = await database.sql.insertInto("import_run").values({ file: name, kind: file.kind, sha256: file.sha256, started: new Date().toISOString(), finished: null, position: 0, counts: "{}" }).returning("id").executeTakeFirstOrThrow();
  return row.id;
}

function rowsIn(value: unknown): number {
  if (!isRecord(value) || !Array.isArray(value["datasets"])) return 0;
  const own = value["datasets"].reduce((sum: number, dataset: unknown) => sum + (isRecord(dataset) && isRecord(dataset["sota"]) && Array.isArray(dataset["sota"]["rows"]) ? dataset["sota"]["rows"].length : 0), 0);
  return own + (Array.isArray(value["subtasks"]) ? value["subtasks"].reduce((sum: number, child: unknown) => sum + rowsIn(child), 0) : 0);
}

async function writeRecords(sql: Database["sql"], context: ImportContext, file: ArchiveFile, records: readonly CutRecord[], book: BoardBook | undefined): Promise<void> {
  const read = <T>(reader: (record: JsonRecord) => T): T[] =>
    records.flatMap(({ index, value, problem, raw }) => {
      const refuse = (why: string, what: unknown): [] => {
        context.reject(`record ${index}`, why, what);
        context.count("rejected");
        return [];
      };
      if (problem !== undefined) return refuse(problem, raw);
      if (!isRecord(value)) return refuse("is no object", value);
      try {
        return [reader(value)];
      } catch (error) {
        if (error instanceof RecordError) return refuse(`${error.path} ${error.why}`, value);
        throw error;
      }
    });
  switch (file.kind) {
    case "papers-with-abstracts":
      return writePapers(sql, context, read(readPaper));
    case "methods":
      return writeMethods(sql, context, read((record) => readMethod(record)));
    case "datasets":
      return writeDatasets(sql, context, read(readDataset));
    case "links-between-papers-and-code":
      return writeLinks(sql, context, read(readLink));
    case "hub-additions":
      for (const additions of read(readAdditions)) await writeAdditions(sql, context, additions);
      return;
    default: {
      if (book === undefined) return;
      const tasks = read(file.kind === "open-code-papers" ? readOpenCodePapersBoard : file.kind === "collected-claims" ? readCollectedClaims : (record) => [...unseenTasks(record, book, context)]);
      context.count("imported", tasks.length);
      return writeTasks(sql, context, book, tasks.flat(), { kind: file.kind, name: path.basename(file.file) });
    }
  }
}

/** A task's nodes; a subtree that has been read under another parent gives its edge alone. */
function* unseenTasks(record: JsonRecord, book: BoardBook, context: ImportContext): Generator<TaskRecord> {
  for (const task of flattenTask(record)) {
    const hash = nameHash(JSON.stringify([task.name, task.boards.map(({ dataset, rows }) => [dataset, rows.map(({ model, paperUrl, cells }) => [model, paperUrl, [...cells]])])]));
    const again = book.seen.has(hash);
    book.seen.add(hash);
    context.count(again ? "tasks seen again" : "tasks");
    yield again ? { ...task, boards: [] } : task;
  }
}

/** What has to be done once all files are in: one row a result, directions and places, areas, counts, search. */
async function finishImport(database: Database, options: ImportOptions): Promise<void> {
  if ((await factOf(database, "unfinished import")) === undefined) return;
  const step = (name: string) => (done: number, total: number) => {
    options.signal?.throwIfAborted();
    options.onProgress?.({ what: name, done, total });
  };
  if ((await factOf(database, "unfinished import")) === "1") {
    await inTransaction(database, async (sql) => {
      await mergeListings(sql, database.kind);
      await assignAreas(sql, database.kind);
      await sql.executeQuery(CompiledQuery.raw("update board set title = (select name from task where task.id = board.task_id) || ' on ' || (select name from dataset where dataset.id = board.dataset_id)"));
      await sql.executeQuery(CompiledQuery.raw("update task set papers = (select count(*) from paper_task where paper_task.task_id = task.id)"));
      await sql.executeQuery(CompiledQuery.raw("update method set num_papers = (select count(*) from paper_method where paper_method.method_id = method.id) where num_papers = 0 and stub = 1"));
    });
    await inTransaction(database, async (sql) => refreshBoards(sql, database.kind, undefined, step("boards")));
    // Search is filled anew, since importance has changed; from here on only that is left.
    await inTransaction(database, async (sql) => {
      await sql.deleteFrom("fact").where("key", "=", "search position").execute();
      await setFact(sql, "unfinished import", "search");
      await setFact(sql, "changed", new Date().toISOString());
    });
  }
  await rebuildSearch(database, { signal: options.signal, onProgress: step("search") });
  await database.sql.deleteFrom("fact").where("key", "=", "unfinished import").execute();
}

/** Whether there is anything in the database. */
export async function isEmpty(database: Database): Promise<boolean> {
  return (await nextId(database.sql, "paper")) === 1 && (await nextId(database.sql, "task")) === 1;
}
