import { CompiledQuery, type Kysely } from "kysely";
import type { Schema } from "../database/schema.js";
import type { NamedKind, SearchIndex } from "./search-index.js";

/** FTS5. Without `order by rank` it hands out rows by number, which is importance, and may stop at the limit. */
export function sqliteSearch(sql: Kysely<Schema>): SearchIndex {
  const run = <Row>(text: string, parameters: readonly unknown[] = []) => sql.executeQuery<Row>(CompiledQuery.raw(text, [...parameters]));
  const rowids = async (table: string, match: string, limit: number): Promise<number[]> => (await run<{ rowid: number }>(`select rowid from ${table} where ${table} match ? order by rowid limit ?`, [match, limit])).rows.map(({ rowid }) => rowid);
  return {
    titles: (words, limit, prefix) => rowids("title_search", matchOf(words, prefix), limit),
    abstracts: (words, limit) => rowids("abstract_search", matchOf(words, false), limit),
    count: async (words, limit) => {
      const match = matchOf(words, false);
      const { rows } = await run<{ n: number }>("select count(*) as n from (select rowid from title_search where title_search match ? union select rowid from abstract_search where abstract_search match ? limit ?)", [match, match, limit]);
      return rows[0]?.n ?? 0;
    },
    names: async (words, limit, prefix) => {
      const { rows } = await run<{ kind: NamedKind; target_id: number }>("select kind, target_id from name_entry where id in (select rowid from name_search where name_search match ? order by rowid limit ?) order by id", [matchOf(words, prefix), limit]);
      return rows.map(({ kind, target_id }) => ({ kind, targetId: target_id }));
    },
    clear: async () => {
      for (const table of ["title_search", "abstract_search"]) await run(`insert into ${table}(${table}) values ('delete-all')`);
    },
    addPapers: async (papers) => {
      for (const { rank, title, abstract } of papers) {
        await run("insert into title_search(rowid, title) values (?, ?)", [rank, title]);
        if (abstract !== "") await run("insert into abstract_search(rowid, abstract) values (?, ?)", [rank, abstract]);
      }
    },
    replaceNames: async (entries) => {
      await run("insert into name_search(name_search) values ('delete-all')");
      await run("delete from name_entry");
      for (const [index, { kind, targetId, weight, name }] of entries.entries()) {
        await run("insert into name_entry(id, kind, target_id, weight) values (?, ?, ?, ?)", [index + 1, kind, targetId, weight]);
        await run("insert into name_search(rowid, name) values (?, ?)", [index + 1, name]);
      }
    },
    optimize: async () => {
      for (const table of ["title_search", "abstract_search", "name_search"]) await run(`insert into ${table}(${table}) values ('optimize')`);
    },
  };
}

/** Every word quoted, so that nothing of a query is taken for an operator. */
function matchOf(words: readonly string[], prefix: boolean): string {
  return words.map((word, index) => `"${word.replaceAll('"', "")}"${prefix && index === words.length - 1 ? "*" : ""}`).join(" ");
}
