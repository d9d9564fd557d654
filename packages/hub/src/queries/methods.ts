import type { Method } from "../database/schema.js";
import { offsetOf, type Page, type Source } from "./resolve.js";
import type { TaskLink } from "./tasks.js";

export interface MethodView {
  readonly method: Method;
  readonly collections: readonly { readonly collection: string; readonly area: string | null }[];
  readonly paper: { readonly slug: string; readonly title: string; readonly date: string | null } | undefined;
  /** Methods that the same papers use. */
  readonly together: readonly (TaskLink & { readonly papers: number })[];
  readonly tasks: readonly (TaskLink & { readonly papers: number })[];
  readonly papersByYear: readonly { readonly year: string; readonly papers: number }[];
  readonly papers: number;
}

/** So many of a method's newest papers tell what goes with it. */
const SAMPLE = 400;

export async function methodView({ sql }: Source, id: number): Promise<MethodView> {
  const method = await sql.selectFrom("method").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  const sample = (await sql.selectFrom("paper_method").select("paper_id").where("method_id", "=", id).orderBy("day", "desc").limit(SAMPLE).execute()).map(({ paper_id }) => paper_id);
  const asked = sample.length === 0 ? [-1] : sample;
  const years = await sql.selectFrom("paper_method").select("day").where("method_id", "=", id).where("day", ">", 0).execute();
  const counts = new Map<string, number>();
  for (const { day } of years) {
    const year = String(new Date(day * 86_400_000).getUTCFullYear());
    counts.set(year, (counts.get(year) ?? 0) + 1);
  }
  const together = await sql.selectFrom("paper_method").innerJoin("method", "method.id", "paper_method.method_id").select(["slug", "name", (expression) => expression.fn.countAll<number>().as("papers")]).where("paper_method.paper_id", "in", asked).where("method.id", "!=", id).where("hidden", "=", 0).groupBy(["slug", "name"]).orderBy((expression) => expression.fn.countAll(), "desc").limit(12).execute();
  const tasks = await sql.selectFrom("paper_task").innerJoin("task", "task.id", "paper_task.task_id").select(["slug", "name", (expression) => expression.fn.countAll<number>().as("papers")]).where("paper_id", "in", asked).where("hidden", "=", 0).groupBy(["slug", "name"]).orderBy((expression) => expression.fn.countAll(), "desc").limit(12).execute();
  const papers = await sql.selectFrom("paper_method").select((expression) => expression.fn.countAll<number>().as("n")).where("method_id", "=", id).executeTakeFirst();
  return {
    method,
    collections: await sql.selectFrom("method_collection").select(["collection", "area"]).where("method_id", "=", id).orderBy("collection").execute(),
    paper: method.paper_id === null ? undefined : await sql.selectFrom("paper").select(["slug", "title", "date"]).where("id", "=", method.paper_id).executeTakeFirst(),
    together: together.map((row) => ({ ...row, papers: Number(row.papers) })),
    tasks: tasks.map((row) => ({ ...row, papers: Number(row.papers) })),
    papersByYear: [...counts].map(([year, n]) => ({ year, papers: n })).sort((a, b) => (a.year < b.year ? -1 : 1)),
    papers: Number(papers?.n ?? 0),
  };
}

export interface MethodSummary extends TaskLink {
  readonly fullName: string | null;
  readonly year: number | null;
  readonly papers: number;
  readonly description: string | null;
}

/** Methods that aren't hidden, the most used first, of all or of one collection. */
export async function methodList({ sql }: Source, page: Page, collection?: string | undefined): Promise<{ readonly total: number; readonly hidden: number; readonly methods: readonly MethodSummary[] }> {
  let query = sql.selectFrom("method").where("hidden", "=", 0);
  if (collection !== undefined) query = query.where("id", "in", (inner) => inner.selectFrom("method_collection").select("method_id").where("collection", "=", collection));
  const total = await query.select((expression) => expression.fn.countAll<number>().as("n")).executeTakeFirst();
  const hidden = await sql.selectFrom("method").select((expression) => expression.fn.countAll<number>().as("n")).where("hidden", "=", 1).executeTakeFirst();
  const rows = await query.select(["slug", "name", "full_name", "year", "num_papers", "description"]).orderBy("num_papers", "desc").orderBy("name").limit(page.size).offset(offsetOf(page)).execute();
  return { total: Number(total?.n ?? 0), hidden: Number(hidden?.n ?? 0), methods: rows.map(({ full_name, num_papers, ...row }) => ({ ...row, fullName: full_name, papers: num_papers })) };
}

/** Collections of methods by area, with how many are in each. */
export async function methodCollections({ sql }: Source): Promise<readonly { readonly area: string; readonly collections: readonly { readonly name: string; readonly methods: number }[] }[]> {
  const rows = await sql.selectFrom("method_collection").innerJoin("method", "method.id", "method_collection.method_id").select(["collection", "area", (expression) => expression.fn.countAll<number>().as("n")]).where("hidden", "=", 0).groupBy(["collection", "area"]).orderBy("collection").execute();
  const areas = new Map<string, { name: string; methods: number }[]>();
  for (const { collection, area, n } of rows) areas.set(area ?? "Other", [...(areas.get(area ?? "Other") ?? []), { name: collection, methods: Number(n) }]);
  return [...areas].map(([area, collections]) => ({ area, collections })).sort((a, b) => (a.area < b.area ? -1 : 1));
}
