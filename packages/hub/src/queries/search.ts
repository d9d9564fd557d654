import { foldName } from "../names/fold-name.js";
import { queryWords, searchIndex, type NamedKind } from "../search/search-index.js";
import { paperSummaries, type PaperSummary } from "./papers.js";
import type { Source } from "./resolve.js";
import type { TaskLink } from "./tasks.js";

export interface NamedHit extends TaskLink {
  readonly kind: NamedKind;
}

export interface SearchResult {
  readonly query: string;
  readonly names: readonly NamedHit[];
  readonly papers: readonly PaperSummary[];
  /** How many papers hold all words; capped, and then "more than". */
  readonly total: number;
  readonly capped: boolean;
}

/** So many of the most important hits are looked at; the best of them are shown. */
const CANDIDATES = 400;
/** Counting further costs more than anyone learns from it. */
const COUNTED = 2000;

/**
 * Searches names and papers. Of the most important papers whose titles hold every word, those come first whose titles are
 * most like the query; abstracts are searched where titles give too few.
 */
export async function search(source: Source, query: string, limit = 20): Promise<SearchResult> {
  const words = queryWords(query);
  if (words.length === 0) return { query, names: [], papers: [], total: 0, capped: false };
  const index = searchIndex(source);
  const names = await namedHits(source, await index.names(words, 12, true));
  const byTitle = await index.titles(words, CANDIDATES, true);
  const titles = await titlesOf(source, byTitle);
  const asked = foldName(query);
  const found = titles.map((row, place) => ({ id: row.paper_id, score: likeness(asked, words, row.title) - place / CANDIDATES })).sort((a, b) => b.score - a.score).slice(0, limit).map(({ id }) => id);
  if (found.length < limit) {
    const known = new Set(found);
    for (const { paper_id } of await titlesOf(source, await index.abstracts(words, limit * 2))) if (!known.has(paper_id) && found.length < limit) found.push(paper_id);
  }
  const total = byTitle.length + found.length < limit ? found.length : await index.count(words, COUNTED + 1);
  return { query, names, papers: await paperSummaries(source, found), total: Math.min(total, COUNTED), capped: total > COUNTED };
}

export interface Suggestion {
  readonly kind: NamedKind | "paper";
  readonly text: string;
  readonly href: string;
}

/** What a beginning of a query may be about. */
export async function suggest(source: Source, query: string, limit = 8): Promise<Suggestion[]> {
  const words = queryWords(query);
  if (words.length === 0) return [];
  const index = searchIndex(source);
  const names = await namedHits(source, await index.names(words, limit, true));
  const titles = await titlesOf(source, await index.titles(words, limit, true));
  const shown = names.slice(0, Math.max(limit - titles.length, 5));
  return [...shown.map(({ kind, name, slug }) => ({ kind, text: name, href: `/${kind}/${slug}` })), ...titles.map(({ title, slug }) => ({ kind: "paper" as const, text: title, href: `/paper/${slug}` }))].slice(0, limit);
}

async function titlesOf({ sql }: Source, ranks: readonly number[]): Promise<{ paper_id: number; title: string; slug: string }[]> {
  if (ranks.length === 0) return [];
  return sql.selectFrom("paper_rank").innerJoin("paper", "paper.id", "paper_rank.paper_id").select(["paper_id", "title", "slug"]).where("rank", "in", [...ranks]).orderBy("rank").execute();
}

async function namedHits({ sql }: Source, hits: readonly { readonly kind: NamedKind; readonly targetId: number }[]): Promise<NamedHit[]> {
  const found: NamedHit[] = [];
  const rows = new Map<string, TaskLink>();
  for (const kind of ["task", "dataset", "method", "conference"] as const) {
    const ids = hits.filter((hit) => hit.kind === kind).map(({ targetId }) => targetId);
    if (ids.length === 0) continue;
    for (const { id, slug, name } of await sql.selectFrom(kind).select(["id", "slug", "name"]).where("id", "in", ids).execute()) rows.set(`${kind} ${id}`, { slug, name });
  }
  for (const { kind, targetId } of hits) {
    const row = rows.get(`${kind} ${targetId}`);
    if (row !== undefined) found.push({ kind, ...row });
  }
  return found;
}

/** The query itself as title before one that begins with it, before one that holds it, before its words in any order. */
function likeness(asked: string, words: readonly string[], title: string): number {
  const folded = foldName(title);
  const exact = folded === asked ? 8 : folded.startsWith(asked) ? 4 : folded.includes(asked) ? 2 : 0;
  return exact + (2 * words.length) / Math.max(words.length, folded.split(" ").length);
}
