import type { Database } from "../database/database.js";
import { factOf, namedEntries, setFact } from "./rebuild-search.js";
import { searchIndex } from "./search-index.js";

const LAST_RANK = "last search rank";

/** Makes a paper that came in by itself findable: it comes last, until an import counts importance anew. */
export async function indexPaper({ sql, kind }: Pick<Database, "sql" | "kind">, { id, title, abstract }: { readonly id: number; readonly title: string; readonly abstract: string | null }): Promise<void> {
  // One that was a stub, or is corrected, is found by its old words under the old number no more.
  await sql.deleteFrom("paper_rank").where("paper_id", "=", id).execute();
  const last = await sql.selectFrom("paper_rank").select((expression) => expression.fn.max("rank").as("rank")).executeTakeFirst();
  // No number is used twice: the index still knows the words of one that was given up.
  const rank = Math.max(Number(last?.rank ?? 0), Number((await factOf({ sql }, LAST_RANK)) ?? 0)) + 1;
  await setFact(sql, LAST_RANK, String(rank));
  await sql.insertInto("paper_rank").values({ rank, paper_id: id }).execute();
  await searchIndex({ sql, kind }).addPapers([{ rank, title, abstract: abstract ?? "" }]);
}

/** Tasks, data sets, methods and conferences by their names as they stand now. */
export async function indexNames(source: Pick<Database, "sql" | "kind">): Promise<void> {
  await searchIndex(source).replaceNames(await namedEntries(source));
}
