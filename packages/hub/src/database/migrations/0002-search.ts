/**
 * Tables of full-text search. The rows of SQLite's indexes are numbered by importance, so that the first hits found are
 * the most important ones; texts are not stored again. PostgreSQL keeps vectors beside the same numbers.
 */
export function searchTables(kind: "sqlite" | "postgres"): readonly string[] {
  if (kind === "sqlite") {
    const tokenizer = "tokenize = 'unicode61 remove_diacritics 2'";
    return [
      `create virtual table title_search using fts5(title, content='', contentless_delete=1, detail=none, prefix='2 3', ${tokenizer})`,
      `create virtual table abstract_search using fts5(abstract, content='', contentless_delete=1, detail=none, ${tokenizer})`,
      `create table name_entry (id integer primary key, kind text not null, target_id integer not null, weight integer not null) strict`,
      `create virtual table name_search using fts5(name, content='', contentless_delete=1, detail=none, prefix='2 3', ${tokenizer})`,
    ];
  }
  return [
    `create table paper_search (rank integer not null primary key, title tsvector not null, abstract tsvector not null)`,
    `create index title_search on paper_search using gin (title)`,
    `create index abstract_search on paper_search using gin (abstract)`,
    `create table name_entry (id integer primary key, kind text not null, target_id integer not null, weight integer not null)`,
    `create table name_search (id integer primary key, name tsvector not null)`,
    `create index name_search_name on name_search using gin (name)`,
  ];
}
