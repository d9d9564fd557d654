import type { Database } from "../database/database.js";
import type { AliasKind } from "../database/schema.js";
import { arxivIdOf } from "../names/paper-key.js";

/** What queries are asked of. */
export type Source = Pick<Database, "sql" | "kind">;

/** Where a name leads: to a row, or to the name that it has now. */
export type Resolved = { readonly id: number } | { readonly movedTo: string } | undefined;

/** Finds a thing by its slug; an old name, an arXiv number or another site's number leads to the slug of today. */
export async function resolve({ sql }: Source, kind: AliasKind, name: string): Promise<Resolved> {
  const own = await sql.selectFrom(kind).select("id").where("slug", "=", name).executeTakeFirst();
  if (own !== undefined) return { id: own.id };
  const alias = await sql.selectFrom("alias").select("target_id").where("kind", "=", kind).where("alias", "=", name).executeTakeFirst();
  const target = alias === undefined ? undefined : await sql.selectFrom(kind).select("slug").where("id", "=", alias.target_id).executeTakeFirst();
  if (target !== undefined) return { movedTo: target.slug };
  const arxiv = kind === "paper" ? arxivIdOf(name) : null;
  const paper = arxiv === null ? undefined : await sql.selectFrom("paper").select("slug").where("arxiv_id", "=", arxiv).executeTakeFirst();
  return paper === undefined ? undefined : { movedTo: paper.slug };
}

/** JSON of a column that this program wrote. */
export function jsonList<T>(text: string): readonly T[] {
  return JSON.parse(text) as T[];
}

/** A page of a list by numbers: what is asked for, held within bounds. */
export interface Page {
  readonly number: number;
  readonly size: number;
}

export const offsetOf = ({ number, size }: Page): number => (number - 1) * size;
