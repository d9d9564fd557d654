import type { Source } from "./resolve.js";

export interface SiteCounts {
  readonly papers: number;
  readonly boards: number;
  readonly results: number;
  readonly datasets: number;
  readonly tasks: number;
  readonly methods: number;
  readonly measured: number;
}

/** How much there is. Counting all papers of an archive takes a while: keep what this returns. */
export async function siteCounts({ sql }: Source): Promise<SiteCounts> {
  const count = async (table: "paper" | "board" | "result" | "dataset" | "task" | "method" | "measurement"): Promise<number> => Number((await sql.selectFrom(table).select((expression) => expression.fn.countAll<number>().as("n")).executeTakeFirst())?.n ?? 0);
  return { papers: await count("paper"), boards: await count("board"), results: await count("result"), datasets: await count("dataset"), tasks: await count("task"), methods: await count("method"), measured: await count("measurement") };
}

/** When content last changed: what caches of whole pages are keyed by. */
export async function contentVersion({ sql }: Source): Promise<string> {
  return (await sql.selectFrom("fact").select("value").where("key", "=", "changed").executeTakeFirst())?.value ?? "";
}

export interface Change {
  readonly at: string;
  readonly what: string;
  readonly detail: string | null;
  readonly id: number | null;
  readonly review: string | null;
}

/** Imports and revisions, the newest first. */
export async function changes({ sql }: Source, limit: number): Promise<Change[]> {
  const runs = await sql.selectFrom("import_run").select(["file", "kind", "started", "finished", "counts", "sha256"]).orderBy("id", "desc").limit(limit).execute();
  const revisions = await sql.selectFrom("revision").selectAll().orderBy("id", "desc").limit(limit).execute();
  return [
    ...runs.map(({ file, kind, started, finished, counts }) => ({ at: finished ?? started, what: `${finished === null ? "Importing" : "Imported"} ${file} (${kind.replaceAll("-", " ")})`, detail: Object.entries(JSON.parse(counts) as Record<string, number>).map(([name, n]) => `${name} ${n.toLocaleString("en")}`).join(", "), id: null, review: null })),
    ...revisions.map(({ id, entity, entity_id, at, comment, review }) => ({ at, what: `${entity} ${entity_id}`, detail: comment, id, review })),
  ]
    .sort((a, b) => (a.at < b.at ? 1 : -1))
    .slice(0, limit);
}
