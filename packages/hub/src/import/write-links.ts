import type { Kysely } from "kysely";
import type { LinkRecord } from "../archive/records.js";
import { insertMany } from "../database/insert-many.js";
import { lookUp } from "../database/look-up.js";
import type { Schema } from "../database/schema.js";
import { nextId } from "../database/transaction.js";
import { repositoryAddress, type RepositoryAddress } from "../names/links.js";
import { findPapers } from "./find-papers.js";
import type { ImportContext } from "./import-context.js";

interface Pair {
  readonly paper_id: number;
  readonly repository_id: number;
  official: 0 | 1;
  in_paper: 0 | 1;
  in_github: 0 | 1;
  framework: string | null;
}

const flag = (value: boolean): 0 | 1 => (value ? 1 : 0);

/** Writes the links between papers and code: a paper and a repository are linked once, official if any record says so. */
export async function writeLinks(sql: Kysely<Schema>, context: ImportContext, records: readonly LinkRecord[]): Promise<void> {
  const usable = records.flatMap((record) => {
    const address = repositoryAddress(record.repository);
    if (address !== null) return [{ record, address }];
    context.reject(record.paperSlug ?? record.title ?? "repo_url", "is no address of a repository", record.repository);
    context.count("rejected");
    return [];
  });
  const papers = await findPapers(sql, context.kind, context, usable.map(({ record }) => ({ slug: record.paperSlug, arxivId: record.arxivId, openreviewId: null, doi: null, title: record.title, url: record.urlAbs, urlPdf: record.urlPdf, date: null })));
  const repositories = await repositoryIds(sql, context, usable.map(({ address }) => address));
  const pairs = new Map<string, Pair>();
  const known = await knownPairs(sql, papers.filter((id) => id !== null));
  for (const [index, { record, address }] of usable.entries()) {
    const paper = papers[index] ?? null;
    const repository = repositories.get(address.url);
    if (paper === null || repository === undefined) {
      context.reject(record.repository, "names no paper", record.urlAbs ?? "");
      context.count("rejected");
      continue;
    }
    const key = `${paper} ${repository}`;
    const old = pairs.get(key) ?? known.get(key);
    context.count(old === undefined ? "imported" : "merged");
    const pair = old ?? { paper_id: paper, repository_id: repository, official: 0, in_paper: 0, in_github: 0, framework: null };
    pair.official = flag(pair.official === 1 || record.official);
    pair.in_paper = flag(pair.in_paper === 1 || record.inPaper);
    pair.in_github = flag(pair.in_github === 1 || record.inGithub);
    pair.framework ??= record.framework;
    pairs.set(key, pair);
  }
  const all = [...pairs].sort(([, a], [, b]) => a.paper_id - b.paper_id);
  await insertMany(sql, context.kind, "paper_repository", all.flatMap(([key, pair]) => (known.has(key) ? [] : [pair])), "ignore");
  for (const [key, { paper_id, repository_id, ...flags }] of all) if (known.has(key)) await sql.updateTable("paper_repository").set(flags).where("paper_id", "=", paper_id).where("repository_id", "=", repository_id).execute();
}

/** Numbers of repositories by address, new ones written. */
export async function repositoryIds(sql: Kysely<Schema>, context: ImportContext, addresses: readonly RepositoryAddress[]): Promise<Map<string, number>> {
  const byUrl = new Map(addresses.map((address) => [address.url, address]));
  const known = await lookUp(sql, context.kind, "repository", "url", [...byUrl.keys()], ["id"]);
  let id = await nextId(sql, "repository");
  const fresh = [...byUrl.values()].filter(({ url }) => !known.has(url)).map((address) => ({ id: id++, ...address, stars: null, alive: "unknown" as const, checked_at: null }));
  await insertMany(sql, context.kind, "repository", fresh);
  return new Map([...[...known].map(([url, row]) => [url, row.id] as const), ...fresh.map((row) => [row.url, row.id] as const)]);
}

async function knownPairs(sql: Kysely<Schema>, papers: readonly number[]): Promise<Map<string, Pair>> {
  const ids = [...new Set(papers)];
  const known = new Map<string, Pair>();
  for (let start = 0; start < ids.length; start += 500) {
    for (const row of await sql.selectFrom("paper_repository").selectAll().where("paper_id", "in", ids.slice(start, start + 500)).execute()) known.set(`${row.paper_id} ${row.repository_id}`, { ...row });
  }
  return known;
}
