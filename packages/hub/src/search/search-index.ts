import type { Database } from "../database/database.js";
import { postgresSearch } from "./postgres-search.js";
import { sqliteSearch } from "./sqlite-search.js";

/** Kinds of things that are found by their names, beside papers. */
export type NamedKind = "task" | "dataset" | "method" | "conference";

export interface NamedEntry {
  readonly kind: NamedKind;
  readonly targetId: number;
  /** The more papers or results, the earlier. */
  readonly weight: number;
  readonly name: string;
}

/** A paper as the index takes it. */
export interface SearchedPaper {
  readonly rank: number;
  readonly title: string;
  readonly abstract: string;
}

/**
 * Full-text search over both databases. Hits come in order of importance and the search stops early, so that the
 * commonest words cost no more than rare ones.
 */
export interface SearchIndex {
  /** Ranks of papers whose titles hold every word, the most important first; the last word may be a beginning. */
  readonly titles: (words: readonly string[], limit: number, prefix: boolean) => Promise<number[]>;
  readonly abstracts: (words: readonly string[], limit: number) => Promise<number[]>;
  /** How many titles or abstracts hold every word, counted up to a limit. */
  readonly count: (words: readonly string[], limit: number) => Promise<number>;
  readonly names: (words: readonly string[], limit: number, prefix: boolean) => Promise<{ readonly kind: NamedKind; readonly targetId: number }[]>;
  readonly clear: () => Promise<void>;
  readonly addPapers: (papers: readonly SearchedPaper[]) => Promise<void>;
  readonly replaceNames: (entries: readonly NamedEntry[]) => Promise<void>;
  /** After many additions. */
  readonly optimize: () => Promise<void>;
}

export function searchIndex(database: Pick<Database, "kind" | "sql">): SearchIndex {
  return database.kind === "sqlite" ? sqliteSearch(database.sql) : postgresSearch(database.sql);
}

/** At most so many words of a query count. */
const MOST_WORDS = 12;

/** The words of a query: letters and digits, without accents, small. */
export function queryWords(query: string): string[] {
  return query
    .slice(0, 400)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .slice(0, MOST_WORDS);
}
