import type { Database } from "../database/database.js";
import type { SiteCounts } from "../queries/site.js";

/** JSON Schema, as OpenAPI 3.1 has it. */
export type Schema = Readonly<Record<string, unknown>>;

/** A page of a list, as Papers With Code gave it. */
export interface ListPage {
  readonly count: number;
  readonly results: readonly unknown[];
}

/** What a reader of an endpoint is given. */
export interface Asked {
  readonly database: Database;
  readonly counts: () => Promise<SiteCounts>;
  /** Of the path: `asked.path("id")`. */
  readonly path: (name: string) => string;
  readonly query: (name: string) => string | undefined;
  readonly limit: number;
  readonly offset: number;
}

/** An address of the API: its route, its description and its answer come from one place. */
export interface Endpoint {
  /** "/papers/{id}/" below /api/v1. */
  readonly path: string;
  readonly summary: string;
  /** Query parameters, with what they do. */
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** Name of the answer's schema, or of a list's entries. */
  readonly answer: string;
  readonly list: boolean;
  /** Undefined where there's nothing of the name. */
  readonly read: (asked: Asked) => Promise<unknown>;
}

export const one = (path: string, summary: string, answer: string, read: (asked: Asked) => Promise<unknown>): Endpoint => ({ path, summary, answer, list: false, read });

export const list = (path: string, summary: string, answer: string, read: (asked: Asked) => Promise<ListPage | undefined>, query: Readonly<Record<string, string>> = {}): Endpoint => ({ path, summary, answer, list: true, read, query });

/** A page of what's already in memory. */
export function pageOf(all: readonly unknown[], { limit, offset }: Pick<Asked, "limit" | "offset">): ListPage {
  return { count: all.length, results: all.slice(offset, offset + limit) };
}
