import type { Kysely } from "kysely";
import type { Database } from "../database/database.js";
import { insertMany } from "../database/insert-many.js";
import { lookUp } from "../database/look-up.js";
import type { Schema } from "../database/schema.js";
import { nextId } from "../database/transaction.js";
import { dayNumber, readDate } from "../names/dates.js";
import { foldName, nameHash } from "../names/fold-name.js";
import { webAddress } from "../names/links.js";
import { freeSlug, shortSlug } from "../names/slug.js";
import type { ImportContext } from "./import-context.js";

/** How a table's row or a link names a paper. */
export interface PaperMention {
  readonly slug: string | null;
  readonly arxivId: string | null;
  readonly openreviewId: string | null;
  readonly doi: string | null;
  readonly title: string | null;
  readonly url: string | null;
  readonly urlPdf?: string | null | undefined;
  readonly date: string | null;
}

/**
 * Finds the papers that rows and links mention: by slug, arXiv number, OpenReview's id, DOI, title and year. What isn't
 * there gets a stub, a page that says so.
 *
 * @returns a number per mention; null where a mention tells nothing
 */
export async function findPapers(sql: Kysely<Schema>, kind: Database["kind"], context: ImportContext, mentions: readonly PaperMention[]): Promise<(number | null)[]> {
  const present = <K extends "slug" | "arxivId" | "openreviewId" | "doi">(key: K): string[] => [...new Set(mentions.flatMap((mention) => mention[key] ?? []))];
  const slugs = present("slug");
  const bySlug = await lookUp(sql, kind, "paper", "slug", slugs, ["id"]);
  const unknownSlugs = slugs.filter((slug) => !bySlug.has(slug));
  const byAlias = new Map(unknownSlugs.length === 0 ? [] : (await sql.selectFrom("alias").select(["alias", "target_id"]).where("kind", "=", "paper").where("alias", "in", unknownSlugs).execute()).map(({ alias, target_id }) => [alias, target_id]));
  const byArxiv = await lookUp(sql, kind, "paper", "arxiv_id", present("arxivId"), ["id"]);
  const byReview = await lookUp(sql, kind, "paper", "openreview_id", present("openreviewId"), ["id"]);
  const byDoi = await lookUp(sql, kind, "paper", "doi", present("doi"), ["id"]);
  const found = mentions.map(({ slug, arxivId, openreviewId, doi }) => bySlug.get(slug ?? "")?.id ?? byAlias.get(slug ?? "") ?? byArxiv.get(arxivId ?? "")?.id ?? byReview.get(openreviewId ?? "")?.id ?? byDoi.get(doi ?? "")?.id ?? null);

  const open = mentions.flatMap((mention, index) => (found[index] === null && titleOf(mention) !== "" ? [{ mention, index, key: foldName(titleOf(mention)) }] : []));
  const byTitle = new Map<string, { id: number; year: string | null; arxiv: string | null }[]>();
  if (open.length > 0) {
    for (let start = 0; start < open.length; start += 500) {
      const hashes = [...new Set(open.slice(start, start + 500).map(({ key }) => nameHash(key)))];
      for (const row of await sql.selectFrom("paper").select(["id", "title", "date", "arxiv_id"]).where("title_hash", "in", hashes).orderBy("id").execute()) {
        const key = foldName(row.title);
        byTitle.set(key, [...(byTitle.get(key) ?? []), { id: row.id, year: row.date?.slice(0, 4) ?? null, arxiv: row.arxiv_id }]);
      }
    }
    for (const { mention, index, key } of open) found[index] = (byTitle.get(key) ?? []).find((paper) => sameYear(paper.year, mention.date) && !(paper.arxiv !== null && mention.arxivId !== null && paper.arxiv !== mention.arxivId))?.id ?? null;
  }
  await addStubs(sql, kind, context, mentions, found);
  return found;
}

/** Prints and proceedings of a paper lie up to two years apart. */
function sameYear(year: string | null, date: string | null): boolean {
  return year === null || date === null || Math.abs(Number(year) - Number(date.slice(0, 4))) <= 2;
}

async function addStubs(sql: Kysely<Schema>, kind: Database["kind"], context: ImportContext, mentions: readonly PaperMention[], found: (number | null)[]): Promise<void> {
  const missing = mentions.flatMap((mention, index) => (found[index] === null && (mention.title !== null || mention.arxivId !== null || mention.url !== null) ? [{ mention, index }] : []));
  if (missing.length === 0) return;
  let id = await nextId(sql, "paper");
  const wanted = missing.map(({ mention }) => wishedSlug(mention));
  const taken = new Set((await lookUp(sql, kind, "paper", "slug", [...new Set(wanted)], ["id"])).keys());
  const known = new Map<string, { id: number; year: string | null; arxiv: string | null }[]>();
  const rows = [];
  for (const { mention, index } of missing) {
    const title = titleOf(mention);
    const { date } = readDate(mention.date, context.today);
    const keys = Object.entries({ slug: mention.slug, arxiv: mention.arxivId, review: mention.openreviewId, doi: mention.doi, title: foldName(title) }).flatMap(([by, key]) => (key === null || key === "" ? [] : [`${by} ${key}`]));
    const same = keys.flatMap((key) => known.get(key) ?? []).find(({ year, arxiv }) => sameYear(year, date) && (arxiv === null || mention.arxivId === null || arxiv === mention.arxivId));
    if (same !== undefined) {
      found[index] = same.id;
      continue;
    }
    let slug = wishedSlug(mention);
    if (taken.has(slug)) {
      const inDatabase = new Set((await sql.selectFrom("paper").select("slug").where("slug", "like", `${slug.replace(/[%_]/g, "")}%`).execute()).map((row) => row.slug));
      slug = freeSlug(slug, (text) => inDatabase.has(text) || taken.has(text));
    }
    taken.add(slug);
    const own = { id, year: date?.slice(0, 4) ?? null, arxiv: mention.arxivId };
    for (const key of keys) known.set(key, [...(known.get(key) ?? []), own]);
    rows.push({
      id,
      slug,
      title,
      title_hash: nameHash(foldName(title)),
      abstract: null,
      abstract_short: null,
      date,
      day: dayNumber(date),
      arxiv_id: mention.arxivId,
      openreview_id: mention.openreviewId,
      nips_id: null,
      doi: mention.doi,
      url_abs: webAddress(mention.url),
      url_pdf: webAddress(mention.urlPdf),
      conference_id: null,
      venue_year: null,
      venue_month: null,
      conference: null,
      conference_url_abs: null,
      conference_url_pdf: null,
      reproduces: null,
      authors: "[]",
      stub: 1 as const,
      source: "mention",
    });
    found[index] = id++;
    context.count("stubbed papers");
  }
  await insertMany(sql, kind, "paper", rows);
}

const titleOf = (mention: PaperMention): string => mention.title?.replace(/\s+/g, " ") ?? (mention.arxivId === null ? (mention.url ?? mention.slug ?? "") : `arXiv:${mention.arxivId}`);

/** A title without Latin letters gets a name of its hash. */
const wishedSlug = (mention: PaperMention): string => mention.slug ?? (shortSlug(titleOf(mention)) || `paper-${nameHash(titleOf(mention)).toString(36)}`);
