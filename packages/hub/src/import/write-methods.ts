import type { Kysely } from "kysely";
import type { MethodRecord } from "../archive/records.js";
import { insertMany } from "../database/insert-many.js";
import type { Schema } from "../database/schema.js";
import { webAddress } from "../names/links.js";
import { slugify } from "../names/slug.js";
import { scoreSpam, SPAM_LIMIT } from "../names/spam.js";
import { findPapers } from "./find-papers.js";
import type { ImportContext } from "./import-context.js";

/** The method behind a record of a paper, made of that record where the methods' own file hasn't told of it. */
export function methodId(context: ImportContext, record: MethodRecord): number {
  return context.methods.idOf(record.name, record.slug ?? slugify(record.name), (id, slug, name_key) => ({ id, slug, name_key, ...columns(record, null), stub: 1 }));
}

/** Writes the methods' file. */
export async function writeMethods(sql: Kysely<Schema>, context: ImportContext, records: readonly MethodRecord[]): Promise<void> {
  const papers = await findPapers(sql, context.kind, context, records.map(({ paperSlug, sourceTitle }) => ({ slug: paperSlug, arxivId: null, openreviewId: null, doi: null, title: paperSlug === null ? null : sourceTitle, url: null, date: null })));
  const collections: { method_id: number; collection: string; area_id: string | null; area: string | null }[] = [];
  const updates: { id: number; record: MethodRecord; paper: number | null }[] = [];
  for (const [index, record] of records.entries()) {
    const known = context.methods.find(record.name);
    const paper = papers[index] ?? null;
    const id = known ?? context.methods.idOf(record.name, record.slug ?? slugify(record.name), (own, slug, name_key) => ({ id: own, slug, name_key, ...columns(record, paper), stub: 0 }));
    if (known === undefined) context.count("imported");
    else updates.push({ id, record, paper });
    for (const { collection, areaId, area } of record.collections) collections.push({ method_id: id, collection, area_id: areaId, area });
  }
  await context.methods.flush(sql, context.kind);
  for (const { id, record, paper } of updates) {
    const old = await sql.selectFrom("method").select(["stub", "slug"]).where("id", "=", id).executeTakeFirst();
    const seenTwice = old?.stub === 0;
    context.count(seenTwice ? "updated" : "imported");
    const slug = record.slug !== null && record.slug !== old?.slug && !context.methods.slugTaken(record.slug) ? record.slug : undefined;
    if (slug !== undefined && old !== undefined) await insertMany(sql, context.kind, "alias", [{ kind: "method", alias: old.slug, target_id: id, reason: "an earlier name" }], "ignore");
    await sql.updateTable("method").set({ ...columns(record, paper), ...(slug === undefined ? {} : { slug }), stub: 0 }).where("id", "=", id).execute();
    await sql.deleteFrom("method_collection").where("method_id", "=", id).execute();
  }
  await insertMany(sql, context.kind, "method_collection", collections, "ignore");
}

function columns(record: MethodRecord, paper: number | null) {
  const known = paper !== null || record.paperSlug !== null || record.papers > 0 || record.sourceUrl !== null;
  const spam = scoreSpam([record.name, record.fullName ?? "", record.description ?? ""], known);
  const hidden = spam.score >= SPAM_LIMIT;
  return {
    name: record.name,
    full_name: record.fullName,
    description: record.description,
    paper_id: paper,
    year: record.year,
    source_url: webAddress(record.sourceUrl) === null ? null : record.sourceUrl,
    source_title: record.sourceTitle,
    code_url: webAddress(record.codeUrl) === null ? null : record.codeUrl,
    num_papers: record.papers,
    spam_score: spam.score,
    hidden: hidden ? (1 as const) : (0 as const),
    hidden_reason: hidden ? spam.reasons.join(", ") : null,
  };
}
