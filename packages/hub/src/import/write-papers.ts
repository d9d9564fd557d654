import type { Insertable, Kysely } from "kysely";
import type { PaperRecord } from "../archive/records.js";
import { insertMany } from "../database/insert-many.js";
import { lookUp } from "../database/look-up.js";
import type { PaperTable, Schema } from "../database/schema.js";
import { nextId } from "../database/transaction.js";
import { dayNumber, readDate, readProceeding } from "../names/dates.js";
import { foldName, nameHash } from "../names/fold-name.js";
import { webAddress } from "../names/links.js";
import { slugify } from "../names/slug.js";
import type { ImportContext } from "./import-context.js";
import { methodId } from "./write-methods.js";

type PaperRow = Insertable<PaperTable> & { readonly id: number };

/** Writes papers with their authors, tasks and methods. A stub becomes a paper; what a person has edited stays. */
export async function writePapers(sql: Kysely<Schema>, context: ImportContext, records: readonly PaperRecord[]): Promise<void> {
  const { kind } = context;
  const existing = await lookUp(sql, kind, "paper", "slug", records.map(({ slug }) => slug), ["id", "stub", "slug"]);
  const unknown = records.filter(({ slug }) => !existing.has(slug)).map(({ slug }) => slug);
  const aliases = new Set(unknown.length === 0 ? [] : (await sql.selectFrom("alias").select("alias").where("kind", "=", "paper").where("alias", "in", unknown).execute()).map(({ alias }) => alias));
  const byArxiv = await lookUp(sql, kind, "paper", "arxiv_id", records.flatMap(({ arxivId }) => arxivId ?? []), ["id", "stub", "slug"]);
  const stubs = await findStubs(sql, records);
  const edited = new Set(existing.size === 0 && byArxiv.size === 0 ? [] : (await sql.selectFrom("revision").select("entity_id").where("entity", "=", "paper").distinct().execute()).map(({ entity_id }) => entity_id));
  let id = await nextId(sql, "paper");
  const seen = new Set<string>();
  const arxivTaken = new Map<string, number>();
  const joins: { readonly row: PaperRow; readonly record: PaperRecord }[] = [];
  const newAliases: { kind: "paper"; alias: string; target_id: number; reason: string }[] = [];
  const changed: PaperRow[] = [];

  for (const record of records) {
    if (seen.has(record.slug) || aliases.has(record.slug)) {
      context.count("merged");
      continue;
    }
    seen.add(record.slug);
    const byNumber = record.arxivId === null ? undefined : byArxiv.get(record.arxivId);
    const known = existing.get(record.slug) ?? (byNumber?.stub === 1 ? byNumber : undefined) ?? stubs(record);
    const twin = record.arxivId === null ? undefined : (arxivTaken.get(record.arxivId) ?? (byNumber !== undefined && byNumber.id !== known?.id ? byNumber.id : undefined));
    if (twin !== undefined && known === undefined) {
      newAliases.push({ kind: "paper", alias: record.slug, target_id: twin, reason: "the same arXiv number" });
      context.count("merged");
      continue;
    }
    if (known !== undefined && edited.has(known.id)) {
      context.count("unchanged");
      continue;
    }
    const row = toRow(context, record, known?.id ?? id, twin === undefined ? record.arxivId : null);
    if (record.arxivId !== null && twin === undefined) arxivTaken.set(record.arxivId, row.id);
    joins.push({ row, record });
    if (known === undefined) {
      id++;
      context.count("imported");
    } else {
      changed.push(row);
      if (known.slug !== record.slug) newAliases.push({ kind: "paper", alias: known.slug, target_id: known.id, reason: "a stub's name" });
      context.count(known.stub === 1 ? "imported" : "updated");
    }
  }
  const known = new Set(changed.map((row) => row.id));
  for (const { id: paperId, ...columns } of changed) await sql.updateTable("paper").set(columns).where("id", "=", paperId).execute();
  if (known.size > 0) for (const table of ["paper_author", "paper_task", "paper_method"] as const) await sql.deleteFrom(table).where("paper_id", "in", [...known]).execute();
  await context.conferences.flush(sql, kind);
  await insertMany(sql, kind, "paper", joins.flatMap(({ row }) => (known.has(row.id) ? [] : [row])));
  await insertMany(sql, kind, "alias", newAliases, "ignore");
  await writeJoins(sql, context, joins);
}

async function writeJoins(sql: Kysely<Schema>, context: ImportContext, joins: readonly { readonly row: PaperRow; readonly record: PaperRecord }[]): Promise<void> {
  const { kind } = context;
  const authors = new Map<number, { id: number; name_key: string; name: string }>();
  const written: { author_id: number; paper_id: number }[] = [];
  const tasks: { task_id: number; day: number; paper_id: number }[] = [];
  const methods: { method_id: number; day: number; paper_id: number }[] = [];
  for (const { row, record } of joins) {
    for (const name of record.authors) {
      const name_key = foldName(name);
      if (name_key === "") continue;
      const author = nameHash(name_key);
      if (!authors.has(author)) authors.set(author, { id: author, name_key, name });
      written.push({ author_id: author, paper_id: row.id });
    }
    for (const task of new Set(record.tasks.map((name) => context.taskId(name)))) tasks.push({ task_id: task, day: row.day, paper_id: row.id });
    for (const method of new Set(record.methods.map((method) => methodId(context, method)))) methods.push({ method_id: method, day: row.day, paper_id: row.id });
  }
  // In the order of their keys, so that a tree's pages are touched one after the other.
  await insertMany(sql, kind, "author", [...authors.values()].sort((a, b) => a.id - b.id), "ignore");
  await insertMany(sql, kind, "paper_author", written.sort((a, b) => a.author_id - b.author_id), "ignore");
  await insertMany(sql, kind, "paper_task", tasks.sort((a, b) => a.task_id - b.task_id), "ignore");
  await insertMany(sql, kind, "paper_method", methods.sort((a, b) => a.method_id - b.method_id), "ignore");
}

/** Papers that are only mentioned so far are found by their other keys. */
async function findStubs(sql: Kysely<Schema>, records: readonly PaperRecord[]): Promise<(record: PaperRecord) => { id: number; stub: 0 | 1; slug: string } | undefined> {
  const any = await sql.selectFrom("paper").select("id").where("stub", "=", 1).limit(1).executeTakeFirst();
  if (any === undefined) return () => undefined;
  const hashes = records.map(({ title }) => nameHash(foldName(title)));
  const rows = [];
  for (let start = 0; start < hashes.length; start += 500) rows.push(...(await sql.selectFrom("paper").select(["id", "stub", "slug", "title", "date", "arxiv_id", "openreview_id", "doi"]).where("stub", "=", 1).where("title_hash", "in", hashes.slice(start, start + 500)).execute()));
  const byTitle = new Map(rows.map((row) => [foldName(row.title), row]));
  return ({ title, arxivId, date }) => {
    const stub = byTitle.get(foldName(title));
    if (stub === undefined || (stub.arxiv_id !== null && arxivId !== null && stub.arxiv_id !== arxivId)) return undefined;
    return stub.date === null || date === null || Math.abs(Number(stub.date.slice(0, 4)) - Number(date.slice(0, 4))) <= 2 ? stub : undefined;
  };
}

function toRow(context: ImportContext, record: PaperRecord, id: number, arxivId: string | null): PaperRow {
  const { date, wrong } = readDate(record.date, context.today);
  if (wrong !== undefined) context.reject(`${record.slug}: date`, wrong, record.date);
  const proceeding = record.proceeding === null ? null : readProceeding(record.proceeding);
  const link = (key: "urlAbs" | "urlPdf" | "conferenceUrlAbs" | "conferenceUrlPdf"): string | null => {
    const stated = record[key];
    const address = webAddress(stated);
    if (stated !== null && address === null) context.reject(`${record.slug}: ${key}`, "is no web address", stated);
    // As stated where it's one, since URL's own form differs by a slash or an escape.
    return address === null ? null : stated;
  };
  return {
    id,
    slug: record.slug,
    title: record.title,
    title_hash: nameHash(foldName(record.title)),
    abstract: record.abstract,
    abstract_short: record.abstractShort === record.abstract ? null : record.abstractShort,
    date,
    day: dayNumber(date),
    arxiv_id: arxivId,
    openreview_id: record.openreviewId,
    nips_id: record.nipsId,
    doi: record.doi,
    url_abs: link("urlAbs"),
    url_pdf: link("urlPdf"),
    conference_id: proceeding === null ? null : context.conferences.idOf(proceeding.venue, slugify(proceeding.venue), (conference, slug) => ({ id: conference, slug, name: proceeding.venue })),
    venue_year: proceeding?.year ?? null,
    venue_month: proceeding?.month ?? null,
    conference: record.conference,
    conference_url_abs: link("conferenceUrlAbs"),
    conference_url_pdf: link("conferenceUrlPdf"),
    reproduces: record.reproduces,
    authors: JSON.stringify(record.authors),
    stub: record.stub ? 1 : 0,
    source: record.stub ? "mention" : "archive",
  };
}
