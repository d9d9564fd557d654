import type { Database } from "../database/database.js";
import type { AliasKind } from "../database/schema.js";
import { arxivIdOf } from "../names/paper-key.js";

/** What queries are asked of. */
export type Source = Pick<Database, "sql" | "kind">;

/** Where a name leads: to a row, or to the name that it has now. */
export type Resolved = { readonly id: number } | { readonly movedTo: string } | undefined;

/** Finds a thing by its slug; an old name, an arXiv number or another site's number leads to the slug of today. */
export async function resolve(source: Source, kind: AliasKind, name: string): Promise<Resolved> {
  const found = await rowNamed(source, kind, name);
  if (found === undefined) return undefined;
  return found.slug === name ? { id: found.id } : { movedTo: found.slug };
}

/** The number of the thing that a slug, an old name, an arXiv number or another site's number means. */
export async function idNamed(source: Source, kind: AliasKind, name: string): Promise<number | undefined> {
  return (await rowNamed(source, kind, name))?.id;
}

async function rowNamed({ sql }: Source, kind: AliasKind, name: string): Promise<{ readonly id: number; readonly slug: string } | undefined> {
  const rows = sql.selectFrom(kind).select(["id", "slug"]);
  const own = await rows.where("slug", "=", name).executeTakeFirst();
  if (own !== undefined) return own;
  const alias = await sql.selectFrom("alias").select("target_id").where("kind", "=", kind).where("alias", "=", name).executeTakeFirst();
  const target = alias && (await rows.where("id", "=", alias.target_id).executeTakeFirst());
  if (target !== undefined) return target;
  const arxiv = kind === "paper" ? arxivIdOf(name) : null;
  return arxiv === null ? undefined : await sql.selectFrom("paper").select(["id", "slug"]).where("arxiv_id", "=", arxiv).executeTakeFirst();
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
