import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { POSTGRES_MISSING, startPostgres } from "../../../../test-support/postgres.js";
import { showBoard } from "../../src/boards/board-entries.js";
import { contentFolder } from "../../src/content/bundled-content.js";
import type { Database } from "../../src/database/database.js";
import { openDatabase } from "../../src/database/open-database.js";
import { inTransaction } from "../../src/database/transaction.js";
import { exportFiles } from "../../src/export/export-files.js";
import { generateArchive } from "../../src/generate/generate-archive.js";
import { importFiles } from "../../src/import/import-files.js";
import { boardSummaries } from "../../src/queries/board-summaries.js";
import { boardView } from "../../src/queries/boards.js";
import { datasetList, datasetView } from "../../src/queries/datasets.js";
import { methodCollections, methodList, methodView } from "../../src/queries/methods.js";
import { measurementView, modelView } from "../../src/queries/models.js";
import { newestPapers, paperView } from "../../src/queries/papers.js";
import { authorView, conferencePapers, conferenceView } from "../../src/queries/people.js";
import { resolve } from "../../src/queries/resolve.js";
import { search, suggest } from "../../src/queries/search.js";
import { changes, latestMeasurements, siteCounts } from "../../src/queries/site.js";
import { areas, taskView, tasksOfArea } from "../../src/queries/tasks.js";
import { plainData } from "../../src/server/plain-data.js";
import { differences, publishedState } from "../published-state.js";
import { temporaryFolder } from "../temporary-hub.js";

/** Everything that pages read, as one value. */
async function everythingRead(database: Database): Promise<Record<string, unknown>> {
  const idOf = async (kind: "board" | "paper" | "dataset" | "task" | "method", name: string): Promise<number> => {
    const found = await resolve(database, kind, name);
    assert.ok(found !== undefined && "id" in found, name);
    return found.id;
  };
  const board = await boardView(database, await idOf("board", "facial-expression-recognition-on-ck"));
  const method = (await methodList(database, { number: 1, size: 1 })).methods[0];
  const author = (await newestPapers(database, { limit: 1 })).papers[0]?.authors[0] ?? "Yuedong Chen";
  const conference = await conferenceView(database, "neurips");
  return {
    counts: await siteCounts(database),
    board,
    shown: [{}, { sort: "newest" as const }, { measured: true }].map((asked) => showBoard(board, asked)),
    boards: await boardSummaries(database, { limit: 40 }),
    byName: await boardSummaries(database, { limit: 20, offset: 20, order: "name" }),
    paper: await paperView(database, await idOf("paper", "facial-motion-prior-networks-for-facial")),
    moved: [await resolve(database, "paper", "1902.08788"), await resolve(database, "paper", "93845"), await resolve(database, "board", "nothing")],
    papers: await newestPapers(database, { limit: 30 }),
    before: await newestPapers(database, { limit: 10, before: { day: 18000, id: 100 } }),
    task: await taskView(database, await idOf("task", "facial-expression-recognition")),
    ofTask: await newestPapers(database, { limit: 5, of: { kind: "task", id: await idOf("task", "facial-expression-recognition") } }),
    areas: await areas(database),
    inArea: await tasksOfArea(database, "computer-vision", 20),
    other: await tasksOfArea(database, null, 5),
    dataset: await datasetView(database, await idOf("dataset", "affectnet")),
    datasets: await datasetList(database, { number: 1, size: 20 }),
    method: method === undefined ? undefined : await methodView(database, await idOf("method", method.slug)),
    collections: await methodCollections(database),
    model: await modelView(database, "fmpn-compact-bundled"),
    measurement: await measurementView(database, "ck-ten-folds-compact"),
    latest: await latestMeasurements(database, 6),
    author: await authorView(database, author.toLowerCase().replaceAll(" ", "-"), 10),
    conference: conference === undefined ? undefined : [conference, await conferencePapers(database, conference.id, undefined, 5, 0)],
    changes: (await changes(database, 20)).map(({ what }) => what).sort(),
    search: [await search(database, "facial expression recognition"), await search(database, "the"), await search(database, "nobody wrote this"), await search(database, 'a "quoted" OR term* NEAR')],
    suggest: [await suggest(database, "affectn"), await suggest(database, "facial mo"), await suggest(database, "'; drop table paper")],
  };
}

test("SQLite and PostgreSQL hold and tell the same", { skip: POSTGRES_MISSING }, async (context) => {
  const folder = await temporaryFolder(context);
  const postgres = await startPostgres();
  const [sqlite, server] = [await openDatabase(path.join(folder, "hub.sqlite")), await openDatabase(postgres.database())];
  context.after(async () => {
    await sqlite.close();
    await server.close();
    await postgres.stop();
  });
  const files = [contentFolder, ...(await generateArchive(path.join(folder, "archive"), { scale: 0.0005, gzip: false }))];
  const reports = await importFiles(sqlite, files, { today: "2026-11-29" });
  const others = await importFiles(server, files, { today: "2026-11-29" });
  assert.deepEqual(others.map(({ counts }) => counts), reports.map(({ counts }) => counts));
  assert.deepEqual(differences(await publishedState(sqlite), await publishedState(server)).slice(0, 5), []);
  const [here, there] = [await everythingRead(sqlite), await everythingRead(server)];
  for (const [name, value] of Object.entries(here)) assert.deepEqual(plainData(there[name]), plainData(value), name);
  assert.ok((await importFiles(server, files)).every(({ already }) => already));

  // Numbers go on where the import left off, and what one database exports the other takes.
  for (const database of [sqlite, server]) await database.sql.insertInto("paper").values({ slug: "one-more", title: "One more", title_hash: 1, abstract: null, abstract_short: null, date: null, day: 0, arxiv_id: null, openreview_id: null, nips_id: null, doi: null, url_abs: null, url_pdf: null, conference_id: null, venue_year: null, venue_month: null, conference: null, conference_url_abs: null, conference_url_pdf: null, reproduces: null, authors: "[]", stub: 0, source: "test" }).execute();
  await exportFiles(server, path.join(folder, "export"), { gzip: false });
  const third = await openDatabase(":memory:");
  context.after(() => third.close());
  await importFiles(third, [path.join(folder, "export")], { today: "2026-11-29" });
  assert.equal((await third.sql.selectFrom("result").select("id").execute()).length, (await sqlite.sql.selectFrom("result").select("id").execute()).length);
});

test("a transaction that fails leaves nothing, and a database of the future is refused", async (context) => {
  const folder = await temporaryFolder(context);
  const file = path.join(folder, "hub.sqlite");
  const database = await openDatabase(file);
  await assert.rejects(
    inTransaction(database, async (sql) => {
      await sql.insertInto("area").values({ slug: "a", name: "A" }).execute();
      throw new Error("broken");
    }),
    /broken/,
  );
  assert.equal((await database.sql.selectFrom("area").select("id").execute()).length, 0);
  await database.sql.insertInto("migration" as never).values({ name: "9999-of-tomorrow", at: "" } as never).execute();
  await database.close();
  await assert.rejects(openDatabase(file), /9999-of-tomorrow, which this version doesn't know/);
  await writeFile(path.join(folder, "words.txt"), "this is no database ".repeat(100));
  await assert.rejects(openDatabase(path.join(folder, "words.txt")), /words\.txt cannot be used as a hub's database/);
});
