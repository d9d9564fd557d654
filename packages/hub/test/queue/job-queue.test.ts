import assert from "node:assert/strict";
import { after, test } from "node:test";
import { POSTGRES_MISSING, startPostgres } from "../../../../test-support/postgres.js";
import { openDatabase } from "#src/database/open-database.js";
import { type ClaimedJob, openQueue } from "#src/queue/job-queue.js";
import { work } from "#src/queue/work.js";

const postgres = POSTGRES_MISSING === false ? await startPostgres() : undefined;
after(async () => await postgres?.stop());

const databases = [
  { kind: "SQLite", skip: false as const, address: () => ":memory:" },
  { kind: "PostgreSQL", skip: POSTGRES_MISSING, address: () => postgres?.database() ?? "" },
];
const measure = (name: string, ownerId?: number) => ({ kind: "measure" as const, payload: { name }, ownerId });
const nameOf = (job: ClaimedJob | undefined): unknown => (job?.payload as { name: string } | undefined)?.name;

for (const { kind, skip, address } of databases) {
  test(`${kind}: people take turns, one job each at a time, the urgent first`, { skip }, async (t) => {
    const database = await openDatabase(address());
    t.after(database.close);
    const queue = openQueue(database);
    for (const name of ["a1", "a2", "a3"]) await queue.add(measure(name, 1));
    await queue.add(measure("b1", 2));
    await queue.add({ ...measure("own"), priority: -1 });
    const first = await queue.claim("w1");
    assert.equal(nameOf(first), "a1");
    assert.equal(nameOf(await queue.claim("w2")), "b1", "not a second one of the same person");
    assert.equal(nameOf(await queue.claim("w3")), "own");
    assert.equal(await queue.claim("w4"), undefined);
    assert.ok(first && (await queue.settle(first, { state: "done" })));
    assert.equal(nameOf(await queue.claim("w4")), "a2");
    await queue.add({ ...measure("hurry"), priority: 5 });
    await queue.add(measure("later"));
    assert.equal(nameOf(await queue.claim("w5")), "hurry");
  });

  test(`${kind}: the job of a silent worker is taken over, and the silent one writes nothing any more`, { skip }, async (t) => {
    const database = await openDatabase(address());
    t.after(database.close);
    const givenUp: string[] = [];
    let now = Date.now();
    const queue = openQueue(database, { leaseMs: 1000, attempts: 2, clock: () => now, givenUp: async (_, { payload }) => void givenUp.push((payload as { name: string }).name) });
    const id = await queue.add(measure("m"));
    const write = async (sql: typeof database.sql, value: string): Promise<void> => void (await sql.insertInto("fact").values({ key: "outcome", value }).execute());
    const silent = await queue.claim("w1");
    assert.ok(silent);
    assert.equal(await queue.claim("w2"), undefined, "while the lease lasts");
    now += 1001;
    const second = await queue.claim("w2");
    assert.equal(second?.attempt, 2);
    assert.equal(await queue.renew(silent), false);
    assert.equal(await queue.settle(silent, { state: "done" }, (sql) => write(sql, "the silent one's")), false);
    assert.ok(second && (await queue.renew(second, { images: 3 })));
    assert.ok(await queue.settle(second, { state: "done" }, (sql) => write(sql, "the second's")));
    assert.equal(await queue.settle(second, { state: "done" }, (sql) => write(sql, "twice")), false);
    assert.deepEqual((await database.sql.selectFrom("fact").select("value").where("key", "=", "outcome").execute()).map(({ value }) => value), ["the second's"]);
    const ended = await database.sql.selectFrom("job").select(["id", "state", "attempts", "progress"]).execute();
    assert.deepEqual(ended.map((row) => ({ ...row })), [{ id, state: "done", attempts: 2, progress: '{"images":3}' }]);
    // Begun twice and left twice: given up, once.
    await queue.add(measure("deadly"));
    for (const worker of ["w3", "w4"]) {
      assert.ok(await queue.claim(worker));
      now += 1001;
    }
    assert.equal(await queue.claim("w5"), undefined);
    assert.deepEqual(givenUp, ["deadly"]);
    const failed = await database.sql.selectFrom("job").select(["state", "error_kind"]).where("id", "<>", id).executeTakeFirst();
    assert.deepEqual({ ...failed }, { state: "failed", error_kind: "infrastructure" });
  });

  test(`${kind}: an end that cannot be written leaves the job as it was`, { skip }, async (t) => {
    const database = await openDatabase(address());
    t.after(database.close);
    const queue = openQueue(database);
    await queue.add(measure("m"));
    const job = await queue.claim("w1");
    assert.ok(job);
    await assert.rejects(
      queue.settle(job, { state: "done" }, async (sql) => {
        await sql.insertInto("fact").values({ key: "half", value: "written" }).execute();
        throw new Error("the disk is full");
      }),
      /the disk is full/,
    );
    assert.equal((await database.sql.selectFrom("fact").select("key").where("key", "=", "half").execute()).length, 0);
    assert.ok(await queue.settle(job, { state: "failed", kind: "memory", text: "m.onnx: it wants more" }));
  });

  test(`${kind}: a worker that is stopped gives its job back; one that fails has it tried again`, { skip }, async (t) => {
    const database = await openDatabase(address());
    t.after(database.close);
    const queue = openQueue(database, { leaseMs: 50 });
    await queue.add(measure("m"));
    const stop = new AbortController();
    await work(queue, async (_, { signal }) => {
      stop.abort();
      signal.throwIfAborted();
      return { ending: { state: "done" } };
    }, { worker: "w1", signal: stop.signal, pauseMs: 5 });
    assert.deepEqual({ ...(await database.sql.selectFrom("job").select(["state", "attempts"]).executeTakeFirst()) }, { state: "queued", attempts: 0 });
    let begun = 0;
    const again = new AbortController();
    const faults: unknown[] = [];
    await work(queue, async () => {
      begun += 1;
      if (begun === 1) throw new Error("the disk is full");
      setTimeout(() => again.abort(), 20);
      return { ending: { state: "done" } };
    }, { worker: "w2", signal: again.signal, pauseMs: 5, onFault: (error) => faults.push(error) });
    assert.equal(begun, 2);
    assert.match(String(faults[0]), /the disk is full/);
    assert.deepEqual({ ...(await database.sql.selectFrom("job").select(["state", "attempts"]).executeTakeFirst()) }, { state: "done", attempts: 2 });
  });
}

test("of many jobs and workers that die at random, each job ends exactly once", { skip: POSTGRES_MISSING }, async (t) => {
  const address = postgres?.database() ?? "";
  const databases = await Promise.all([1, 2, 3].map(() => openDatabase(address)));
  t.after(async () => await Promise.all(databases.map(({ close }) => close())));
  const [database] = databases;
  assert.ok(database);
  const queue = openQueue(database, { leaseMs: 150, attempts: 50 });
  for (let place = 0; place < 40; place += 1) await queue.add(measure(String(place), 1 + (place % 8)));
  let lots = 17;
  const random = (): number => (lots = (lots * 48271) % 2147483647) / 2147483647;
  const done = new AbortController();
  const worker = async (name: string, mine: NonNullable<typeof database>): Promise<void> => {
    const own = openQueue(mine, { leaseMs: 150, attempts: 50 });
    while (!done.signal.aborted) {
      const job = await own.claim(name);
      if (job === undefined) {
        await new Promise((resolve) => setTimeout(resolve, 10));
        continue;
      }
      // A third of them is left lying, or comes back when it is too late.
      const fate = random();
      if (fate < 0.2) continue;
      if (fate < 0.35) await new Promise((resolve) => setTimeout(resolve, 250));
      await own.settle(job, { state: "done" }, async (sql) => void (await sql.insertInto("import_reject").values({ run_id: job.id, path: name, why: "ended", raw: "" }).execute()));
      const left = await mine.sql.selectFrom("job").select((count) => count.fn.countAll<number>().as("n")).where("state", "<>", "done").executeTakeFirst();
      if (Number(left?.n) === 0) done.abort();
    }
  };
  await Promise.all(databases.flatMap((mine, place) => [worker(`w${place}a`, mine), worker(`w${place}b`, mine)]));
  const ends = await database.sql.selectFrom("import_reject").select(["run_id"]).execute();
  assert.equal(ends.length, 40);
  assert.equal(new Set(ends.map(({ run_id }) => run_id)).size, 40);
});
