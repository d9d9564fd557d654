import { CompiledQuery, type Kysely } from "kysely";
import type { Schema } from "../database/schema.js";
import type { NamedKind, SearchIndex } from "./search-index.js";

/** tsvector without a language's rules, like FTS5's words; a limit lets the planner walk by rank for common words. */
export function postgresSearch(sql: Kysely<Schema>): SearchIndex {
  const run = <Row>(text: string, parameters: readonly unknown[] = []) => sql.executeQuery<Row>(CompiledQuery.raw(text, [...parameters]));
  const ranks = async (column: "title" | "abstract", query: string, limit: number): Promise<number[]> => (await run<{ rank: number }>(`select rank from paper_search where ${column} @@ to_tsquery('simple', $1) order by rank limit $2`, [query, limit])).rows.map(({ rank }) => rank);
  return {
    titles: (words, limit, prefix) => ranks("title", queryOf(words, prefix), limit),
    abstracts: (words, limit) => ranks("abstract", queryOf(words, false), limit),
    count: async (words, limit) => {
      const { rows } = await run<{ n: number }>("select count(*) as n from (select 1 from paper_search where title @@ to_tsquery('simple', $1) or abstract @@ to_tsquery('simple', $1) limit $2) found", [queryOf(words, false), limit]);
      return Number(rows[0]?.n ?? 0);
    },
    names: async (words, limit, prefix) => {
      const { rows } = await run<{ kind: NamedKind; target_id: number }>("select kind, target_id from name_entry where id in (select id from name_search where name @@ to_tsquery('simple', $1) order by id limit $2) order by id", [queryOf(words, prefix), limit]);
      return rows.map(({ kind, target_id }) => ({ kind, targetId: target_id }));
    },
    clear: async () => {
      await run("truncate paper_search");
    },
    addPapers: async (papers) => {
      for (let start = 0; start < papers.length; start += 200) {
        const some = papers.slice(start, start + 200);
        const marks = some.map((_, index) => `(cast($${3 * index + 1} as integer), to_tsvector('simple', $${3 * index + 2}), to_tsvector('simple', $${3 * index + 3}))`);
        // Accents fall as they do in SQLite's index.
        await run(`insert into paper_search(rank, title, abstract) values ${marks.join(", ")} on conflict (rank) do update set title = excluded.title, abstract = excluded.abstract`, some.flatMap(({ rank, title, abstract }) => [rank, plain(title), plain(abstract)]));
      }
    },
    replaceNames: async (entries) => {
      await run("truncate name_search");
      await run("delete from name_entry");
      for (let start = 0; start < entries.length; start += 500) {
        const some = entries.slice(start, start + 500);
        await run(`insert into name_entry(id, kind, target_id, weight) values ${some.map((_, index) => `(cast($${4 * index + 1} as integer), $${4 * index + 2}, cast($${4 * index + 3} as integer), cast($${4 * index + 4} as integer))`).join(", ")}`, some.flatMap(({ kind, targetId, weight }, index) => [start + index + 1, kind, targetId, weight]));
        await run(`insert into name_search(id, name) values ${some.map((_, index) => `(cast($${2 * index + 1} as integer), to_tsvector('simple', $${2 * index + 2}))`).join(", ")}`, some.flatMap(({ name }, index) => [start + index + 1, plain(name)]));
      }
    },
    optimize: async () => {
      await run("analyze");
    },
  };
}

/** Words as FTS5 cuts them: PostgreSQL's own parser would take "a/b" for a file and "x-y" for one word and two. */
const plain = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ");

const queryOf = (words: readonly string[], prefix: boolean): string => words.map((word, index) => `'${word.replaceAll("'", "")}'${prefix && index === words.length - 1 ? ":*" : ""}`).join(" & ");
