import type { Paper } from "../database/schema.js";
import { repositoryAddress } from "../names/links.js";
import { arxivIdOf } from "../names/paper-key.js";
import { authorKey, paperCode, type PaperCode } from "../queries/papers.js";
import { authorView } from "../queries/people.js";
import { idNamed, jsonList } from "../queries/resolve.js";
import { queryWords, searchIndex } from "../search/search-index.js";
import { list, one, pageOf, type Asked, type Endpoint, type ListPage } from "./endpoint.js";
import { resultsOf } from "./evaluation-endpoints.js";

type Row = Pick<Paper, "id" | "slug" | "arxiv_id" | "nips_id" | "url_abs" | "url_pdf" | "title" | "abstract" | "authors" | "date" | "conference" | "conference_url_abs" | "conference_url_pdf" | "conference_id" | "venue_year" | "venue_month">;

const COLUMNS = ["id", "slug", "arxiv_id", "nips_id", "url_abs", "url_pdf", "title", "abstract", "authors", "date", "conference", "conference_url_abs", "conference_url_pdf", "conference_id", "venue_year", "venue_month"] as const;

/** Deepest that a search's pages go. */
const FOUND = 5000;

async function paperJson(asked: Pick<Asked, "database">, rows: readonly Row[]): Promise<unknown[]> {
  const { sql } = asked.database;
  const ids = [...new Set(rows.flatMap(({ conference_id }) => conference_id ?? []))];
  const venues = new Map(ids.length === 0 ? [] : (await sql.selectFrom("conference").select(["id", "slug"]).where("id", "in", ids).execute()).map(({ id, slug }) => [id, slug]));
  return rows.map((row) => ({
    id: row.slug,
    arxiv_id: row.arxiv_id,
    nips_id: row.nips_id,
    url_abs: row.url_abs,
    url_pdf: row.url_pdf,
    title: row.title,
    abstract: row.abstract,
    authors: jsonList<string>(row.authors),
    published: row.date,
    conference: row.conference,
    conference_url_abs: row.conference_url_abs,
    conference_url_pdf: row.conference_url_pdf,
    proceeding: row.conference_id === null ? null : [venues.get(row.conference_id), row.venue_year, row.venue_month].filter((part) => part !== null && part !== undefined).join("-"),
  }));
}

/** Papers in the API's form, in the order of their numbers here. */
export async function papersById({ database }: Pick<Asked, "database">, ids: readonly number[]): Promise<unknown[]> {
  if (ids.length === 0) return [];
  const rows = await database.sql.selectFrom("paper").select([...COLUMNS]).where("id", "in", [...ids]).execute();
  return paperJson({ database }, ids.flatMap((id) => rows.find((row) => row.id === id) ?? []));
}

/** Papers whose titles or abstracts hold all words, the most important first. */
async function found({ database }: Pick<Asked, "database">, query: string, where: "titles" | "abstracts" | "both"): Promise<number[]> {
  const words = queryWords(query);
  if (words.length === 0) return [];
  const index = searchIndex(database);
  const ranks = [...(where === "abstracts" ? [] : await index.titles(words, FOUND, false)), ...(where === "titles" ? [] : await index.abstracts(words, FOUND))];
  const unique = [...new Set(ranks)].slice(0, FOUND);
  const ids: number[] = [];
  for (let start = 0; start < unique.length; start += 1000) {
    const rows = await database.sql.selectFrom("paper_rank").select(["rank", "paper_id"]).where("rank", "in", unique.slice(start, start + 1000)).execute();
    const byRank = new Map(rows.map(({ rank, paper_id }) => [rank, paper_id]));
    for (const rank of unique.slice(start, start + 1000)) ids.push(byRank.get(rank) ?? -1);
  }
  return ids;
}

async function listPapers(asked: Asked): Promise<ListPage> {
  const arxiv = asked.query("arxiv_id");
  const { sql } = asked.database;
  if (arxiv !== undefined) {
    const rows = await sql.selectFrom("paper").select([...COLUMNS]).where("arxiv_id", "=", arxivIdOf(arxiv) ?? arxiv).execute();
    return { count: rows.length, results: await paperJson(asked, rows) };
  }
  for (const [name, where] of [["q", "both"], ["title", "titles"], ["abstract", "abstracts"]] as const) {
    const query = asked.query(name);
    if (query === undefined) continue;
    const ids = await found(asked, query, where);
    return { count: ids.length, results: await papersById(asked, ids.slice(asked.offset, asked.offset + asked.limit)) };
  }
  const rows = await sql.selectFrom("paper").select([...COLUMNS]).orderBy("id").limit(asked.limit).offset(asked.offset).execute();
  return { count: (await asked.counts()).papers, results: await paperJson(asked, rows) };
}

/** The number of the paper in the path. */
async function paperId(asked: Asked): Promise<number | undefined> {
  return await idNamed(asked.database, "paper", asked.path("id"));
}

const ofPaper = (read: (asked: Asked, id: number) => Promise<ListPage>) => async (asked: Asked) => {
  const id = await paperId(asked);
  return id === undefined ? undefined : read(asked, id);
};

const repositoryJson = ({ url, owner, name, stars, framework, official }: PaperCode) => ({ url, owner, name, description: null, stars, framework, is_official: official });

async function listRepositories(asked: Asked, owner?: string): Promise<ListPage> {
  const { sql } = asked.database;
  let query = sql.selectFrom("repository");
  if (owner !== undefined) query = query.where("owner", "=", owner);
  for (const name of ["owner", "name"] as const) {
    const value = asked.query(name);
    if (value !== undefined) query = query.where(name, "=", value);
  }
  const q = asked.query("q");
  if (q !== undefined) query = query.where("name", "like", `${q.replaceAll(/[%_\\]/g, "")}%`);
  // All of them are counted once until the content changes.
  const all = owner === undefined && ["owner", "name", "q"].every((name) => asked.query(name) === undefined);
  const total = all ? (await asked.counts()).repositories : Number((await query.select((expression) => expression.fn.countAll<number>().as("n")).executeTakeFirst())?.n ?? 0);
  const rows = await query.select(["id", "url", "owner", "name", "stars", (expression) => expression.selectFrom("paper_repository").whereRef("repository_id", "=", "repository.id").select((inner) => inner.fn.max("framework").as("f")).as("framework"), (expression) => expression.selectFrom("paper_repository").whereRef("repository_id", "=", "repository.id").select((inner) => inner.fn.max("official").as("o")).as("official")]).orderBy("id").limit(asked.limit).offset(asked.offset).execute();
  return { count: total, results: rows.map(({ url, owner: own, name, stars, framework, official }) => ({ url, owner: own, name, description: null, stars, framework: framework ?? null, is_official: Number(official ?? 0) === 1 })) };
}

async function repositoryId(asked: Asked): Promise<number | undefined> {
  const address = repositoryAddress(`https://github.com/${asked.path("owner")}/${asked.path("name")}`);
  const rows = await asked.database.sql.selectFrom("repository").select(["id", "url"]).where("owner", "=", asked.path("owner")).where("name", "=", asked.path("name")).execute();
  return (rows.find(({ url }) => url === address?.url) ?? rows[0])?.id;
}

/** Papers, repositories, authors, and search over both. */
export const paperEndpoints: readonly Endpoint[] = [
  list("/search/", "Papers with their repositories, by words", "PaperRepository", async (asked) => {
    const ids = await found(asked, asked.query("q") ?? "", "both");
    const shown = ids.slice(asked.offset, asked.offset + asked.limit);
    const papers = await papersById(asked, shown);
    const code = await Promise.all(shown.map((id) => paperCode(asked.database, id, 1)));
    return { count: ids.length, results: papers.map((paper, index) => ({ paper, repository: code[index]?.[0] === undefined ? null : repositoryJson(code[index][0]), is_official: code[index]?.[0]?.official ?? false })) };
  }, { q: "words that titles or abstracts hold" }),
  list("/papers/", "Papers", "Paper", listPapers, { q: "words of titles and abstracts", arxiv_id: "an arXiv number", title: "words of titles", abstract: "words of abstracts" }),
  one("/papers/{id}/", "A paper by its slug, arXiv number or an old name", "Paper", async (asked) => {
    const id = await paperId(asked);
    return id === undefined ? undefined : (await papersById(asked, [id]))[0];
  }),
  list("/papers/{id}/repositories/", "A paper's repositories", "Repository", ofPaper(async (asked, id) => pageOf((await paperCode(asked.database, id)).map(repositoryJson), asked))),
  list("/papers/{id}/tasks/", "A paper's tasks", "Task", ofPaper(async (asked, id) => pageOf((await asked.database.sql.selectFrom("paper_task").innerJoin("task", "task.id", "task_id").select(["slug", "name", "description"]).where("paper_id", "=", id).where("hidden", "=", 0).orderBy("name").execute()).map(({ slug, ...task }) => ({ id: slug, ...task })), asked))),
  list("/papers/{id}/methods/", "A paper's methods", "Method", ofPaper(async (asked, id) => {
    const rows = await asked.database.sql.selectFrom("paper_method").innerJoin("method", "method.id", "method_id").leftJoin("paper", "paper.id", "method.paper_id").select(["method.slug as id", "method.name as name", "full_name", "description", "paper.slug as paper"]).where("paper_method.paper_id", "=", id).where("hidden", "=", 0).orderBy("method.name").execute();
    return pageOf(rows, asked);
  })),
  list("/papers/{id}/datasets/", "Data sets that a paper introduces or has results on", "Dataset", ofPaper(async (asked, id) => {
    const rows = await asked.database.sql.selectFrom("dataset").select(["slug as id", "name", "full_name", "homepage as url"]).where((expression) => expression.or([expression("paper_id", "=", id), expression("id", "in", expression.selectFrom("result").innerJoin("board", "board.id", "result.board_id").select("board.dataset_id").where("result.paper_id", "=", id))])).orderBy("name").execute();
    return pageOf(rows, asked);
  })),
  list("/papers/{id}/results/", "What a paper claims", "Result", ofPaper(async (asked, id) => pageOf(await resultsOf(asked.database, "paper_id", id), asked))),
  list("/repositories/", "Repositories", "Repository", (asked) => listRepositories(asked), { q: "how names begin", owner: "whose", name: "what it is called" }),
  list("/repositories/{owner}/", "Someone's repositories", "Repository", (asked) => listRepositories(asked, asked.path("owner"))),
  one("/repositories/{owner}/{name}/", "A repository", "Repository", async (asked) => {
    const id = await repositoryId(asked);
    const row = id === undefined ? undefined : await asked.database.sql.selectFrom("repository").leftJoin("paper_repository", "repository_id", "repository.id").select(["url", "owner", "name", "stars", "framework", "official"]).where("repository.id", "=", id).orderBy("official", "desc").executeTakeFirst();
    return row === undefined ? undefined : { url: row.url, owner: row.owner, name: row.name, description: null, stars: row.stars, framework: row.framework, is_official: row.official === 1 };
  }),
  list("/repositories/{owner}/{name}/papers/", "Papers that a repository is linked with", "Paper", async (asked) => {
    const id = await repositoryId(asked);
    if (id === undefined) return undefined;
    const ids = (await asked.database.sql.selectFrom("paper_repository").select("paper_id").where("repository_id", "=", id).orderBy("paper_id").execute()).map(({ paper_id }) => paper_id);
    return { count: ids.length, results: await papersById(asked, ids.slice(asked.offset, asked.offset + asked.limit)) };
  }),
  list("/authors/", "Authors' names", "Author", async (asked) => {
    const q = asked.query("q") ?? asked.query("full_name");
    const { sql } = asked.database;
    const rows = await (q === undefined ? sql.selectFrom("author") : sql.selectFrom("author").where("name_key", ">=", q.toLowerCase()).where("name_key", "<", `${q.toLowerCase()}\uffff`)).select(["name"]).orderBy("name_key").limit(asked.limit + 1).offset(asked.offset).execute();
    // Counting millions of names tells nobody anything: so many are known to be there.
    return { count: asked.offset + rows.length, results: rows.slice(0, asked.limit).map(({ name }) => ({ id: authorKey(name), full_name: name })) };
  }, { q: "how the name begins" }),
  one("/authors/{id}/", "An author's name", "Author", async (asked) => {
    const view = await authorView(asked.database, asked.path("id"), 1);
    return view === undefined ? undefined : { id: authorKey(view.name), full_name: view.name };
  }),
  list("/authors/{id}/papers/", "Papers under a name", "Paper", async (asked) => {
    const view = await authorView(asked.database, asked.path("id"), asked.limit, asked.offset);
    return view === undefined ? undefined : { count: view.total, results: await papersById(asked, view.papers.map(({ id }) => id)) };
  }),
];
