import { CompiledQuery } from "kysely";
import type { Database } from "../database/database.js";
import { inTransaction } from "../database/transaction.js";
import { searchIndex, type NamedEntry } from "./search-index.js";

/** Papers that are indexed in one transaction. */
const PAPERS = 2000;

/**
 * Numbers all papers by importance (results, then repositories, then date) and fills the indexes in that order. Killed in
 * between, it goes on where it was.
 */
export async function rebuildSearch(database: Database, options: { readonly signal?: AbortSignal | undefined; readonly onProgress?: ((done: number, total: number) => void) | undefined } = {}): Promise<void> {
  const { sql } = database;
  const state = await factOf(database, "search position");
  let position = Number(state ?? Number.NaN);
  if (Number.isNaN(position)) {
    position = 0;
    await inTransaction(database, async (connection) => {
      await connection.deleteFrom("paper_rank").execute();
      await connection.executeQuery(
        CompiledQuery.raw(
          `insert into paper_rank (rank, paper_id) select row_number() over (order by coalesce(r.n, 0) desc, coalesce(c.n, 0) desc, p.day desc, p.id), p.id from paper p` +
            ` left join (select paper_id, count(*) as n from result where paper_id is not null group by paper_id) r on r.paper_id = p.id` +
            ` left join (select paper_id, count(*) as n from paper_repository group by paper_id) c on c.paper_id = p.id`,
        ),
      );
      await searchIndex({ kind: database.kind, sql: connection }).clear();
      await setFact(connection, "search position", "0");
    });
  }
  const total = Number((await sql.selectFrom("paper_rank").select((expression) => expression.fn.max("rank").as("n")).executeTakeFirst())?.n ?? 0);
  while (position < total) {
    options.signal?.throwIfAborted();
    const from = position;
    position = await inTransaction(database, async (connection) => {
      const papers = await connection.selectFrom("paper_rank").innerJoin("paper", "paper.id", "paper_rank.paper_id").select(["rank", "title", "abstract"]).where("rank", ">", from).orderBy("rank").limit(PAPERS).execute();
      await searchIndex({ kind: database.kind, sql: connection }).addPapers(papers.map(({ rank, title, abstract }) => ({ rank, title, abstract: abstract ?? "" })));
      const last = papers.at(-1)?.rank ?? total;
      await setFact(connection, "search position", String(last));
      return last;
    });
    options.onProgress?.(position, total);
  }
  await inTransaction(database, async (connection) => {
    const index = searchIndex({ kind: database.kind, sql: connection });
    await index.replaceNames(await namedEntries({ kind: database.kind, sql: connection }));
    if (database.kind === "sqlite") await index.optimize();
    await connection.deleteFrom("fact").where("key", "=", "search position").execute();
  });
  if (database.kind === "postgres") await searchIndex(database).optimize();
  else await sql.executeQuery(CompiledQuery.raw("analyze"));
}

export async function namedEntries({ sql }: Pick<Database, "sql" | "kind">): Promise<NamedEntry[]> {
  const tasks = await sql.selectFrom("task").select(["id", "name", "papers", "synonyms"]).where("hidden", "=", 0).execute();
  const boards = new Map((await sql.selectFrom("board").select(["task_id", (expression) => expression.fn.sum("results").as("n")]).groupBy("task_id").execute()).map(({ task_id, n }) => [task_id, Number(n)]));
  const sets = await sql.selectFrom("dataset").select(["id", "name", "full_name", "num_papers"]).execute();
  const onSets = new Map((await sql.selectFrom("board").select(["dataset_id", (expression) => expression.fn.sum("results").as("n")]).groupBy("dataset_id").execute()).map(({ dataset_id, n }) => [dataset_id, Number(n)]));
  const variants = new Map<number, string[]>();
  for (const { dataset_id, name } of await sql.selectFrom("dataset_variant").select(["dataset_id", "name"]).execute()) variants.set(dataset_id, [...(variants.get(dataset_id) ?? []), name]);
  const methods = await sql.selectFrom("method").select(["id", "name", "full_name", "num_papers"]).where("hidden", "=", 0).execute();
  const conferences = await sql.selectFrom("conference").select(["id", "name"]).execute();
  const entries: NamedEntry[] = [
    ...tasks.map(({ id, name, papers, synonyms }) => ({ kind: "task" as const, targetId: id, weight: papers + 20 * (boards.get(id) ?? 0), name: [name, ...(JSON.parse(synonyms) as string[])].join(" ") })),
    ...sets.map(({ id, name, full_name, num_papers }) => ({ kind: "dataset" as const, targetId: id, weight: num_papers + 10 * (onSets.get(id) ?? 0), name: [name, full_name ?? "", ...(variants.get(id) ?? [])].join(" ") })),
    ...methods.map(({ id, name, full_name, num_papers }) => ({ kind: "method" as const, targetId: id, weight: num_papers, name: `${name} ${full_name ?? ""}` })),
    ...conferences.map(({ id, name }) => ({ kind: "conference" as const, targetId: id, weight: 0, name })),
  ];
  return entries.sort((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : 1));
}

export async function factOf(database: Pick<Database, "sql">, key: string): Promise<string | undefined> {
  return (await database.sql.selectFrom("fact").select("value").where("key", "=", key).executeTakeFirst())?.value;
}

export async function setFact(sql: Database["sql"], key: string, value: string): Promise<void> {
  await sql.insertInto("fact").values({ key, value }).onConflict((conflict) => conflict.column("key").doUpdateSet({ value })).execute();
}
