import type { Database } from "../database/database.js";
import { jsonList } from "../queries/resolve.js";

type Source = Pick<Database, "sql" | "kind">;

/** Rows read at once. */
const ROWS = 1000;

const PLACE = "https://paperswithcode.com";
const paperAddress = (slug: string): string => `${PLACE}/paper/${slug}`;

/** All papers, in the form of papers-with-abstracts; one that is only mentioned says so by a key that other readers pass over. */
export async function* paperRecords(source: Source): AsyncGenerator<unknown> {
  const { sql } = source;
  const conferences = new Map((await sql.selectFrom("conference").select(["id", "name"]).execute()).map(({ id, name }) => [id, name]));
  const tasks = new Map((await sql.selectFrom("task").select(["id", "name"]).execute()).map(({ id, name }) => [id, name]));
  const methods = new Map((await sql.selectFrom("method").selectAll().execute()).map((method) => [method.id, method]));
  const collections = await collectionsOf(source);
  for (let last = 0; ; ) {
    const papers = await sql.selectFrom("paper").selectAll().where("id", ">", last).orderBy("id").limit(ROWS).execute();
    if (papers.length === 0) return;
    const first = papers[0]?.id ?? 0;
    last = papers.at(-1)?.id ?? last;
    const named = await sql.selectFrom("paper_task").select(["paper_id", "task_id"]).where("paper_id", ">=", first).where("paper_id", "<=", last).orderBy("task_id").execute();
    const used = await sql.selectFrom("paper_method").select(["paper_id", "method_id"]).where("paper_id", ">=", first).where("paper_id", "<=", last).orderBy("method_id").execute();
    const tasksOf = groupBy(named, ({ paper_id }) => paper_id);
    const methodsOf = groupBy(used, ({ paper_id }) => paper_id);
    for (const paper of papers) {
      const venue = paper.conference_id === null ? undefined : conferences.get(paper.conference_id);
      yield {
        paper_url: paperAddress(paper.slug),
        ...(paper.stub === 1 ? { stub: true } : {}),
        arxiv_id: paper.arxiv_id,
        nips_id: paper.nips_id,
        openreview_id: paper.openreview_id,
        title: paper.title,
        abstract: paper.abstract,
        short_abstract: paper.abstract_short,
        url_abs: paper.url_abs,
        url_pdf: paper.url_pdf,
        proceeding: venue === undefined ? null : [venue, paper.venue_year, paper.venue_month].filter((part) => part !== null).join(" "),
        authors: jsonList<string>(paper.authors),
        tasks: (tasksOf.get(paper.id) ?? []).flatMap(({ task_id }) => tasks.get(task_id) ?? []),
        date: paper.date,
        conference_url_abs: paper.conference_url_abs,
        conference_url_pdf: paper.conference_url_pdf,
        conference: paper.conference,
        reproduces_paper: paper.reproduces,
        methods: (methodsOf.get(paper.id) ?? []).flatMap(({ method_id }) => {
          const method = methods.get(method_id);
          const main = collections.get(method_id)?.[0];
          return method === undefined ? [] : [{ url: `${PLACE}/method/${method.slug}`, name: method.name, full_name: method.full_name, description: method.description, introduced_year: method.year, source_url: method.source_url, source_title: method.source_title, code_snippet_url: method.code_url, main_collection: main === undefined ? null : { name: main.collection, description: null, parent: null, area: main.area } }];
        }),
      };
    }
  }
}

/** Links between papers and repositories. */
export async function* linkRecords({ sql }: Source): AsyncGenerator<unknown> {
  for (let last = 0; ; ) {
    const papers = await sql.selectFrom("paper_repository").select("paper_id").where("paper_id", ">", last).groupBy("paper_id").orderBy("paper_id").limit(ROWS).execute();
    if (papers.length === 0) return;
    const first = papers[0]?.paper_id ?? 0;
    last = papers.at(-1)?.paper_id ?? last;
    const rows = await sql
      .selectFrom("paper_repository")
      .innerJoin("paper", "paper.id", "paper_repository.paper_id")
      .innerJoin("repository", "repository.id", "paper_repository.repository_id")
      .select(["paper.slug as slug", "title", "arxiv_id", "url_abs", "url_pdf", "url", "official", "in_paper", "in_github", "framework", "paper_id", "repository_id"])
      .where("paper_id", ">=", first)
      .where("paper_id", "<=", last)
      .orderBy("paper_id")
      .orderBy("repository_id")
      .execute();
    for (const row of rows) yield { paper_url: paperAddress(row.slug), paper_title: row.title, paper_arxiv_id: row.arxiv_id, paper_url_abs: row.url_abs, paper_url_pdf: row.url_pdf, repo_url: row.url, is_official: row.official === 1, mentioned_in_paper: row.in_paper === 1, mentioned_in_github: row.in_github === 1, framework: row.framework ?? "none" };
  }
}

export async function* methodRecords(source: Source): AsyncGenerator<unknown> {
  const collections = await collectionsOf(source);
  const methods = await source.sql.selectFrom("method").leftJoin("paper", "paper.id", "method.paper_id").select(["method.id as id", "method.slug as slug", "method.name as name", "full_name", "description", "year", "source_url", "source_title", "code_url", "num_papers", "paper.slug as paper_slug", "paper.title as paper_title"]).where("method.stub", "=", 0).orderBy("method.id").execute();
  for (const method of methods) {
    yield {
      url: `${PLACE}/method/${method.slug}`,
      name: method.name,
      full_name: method.full_name,
      description: method.description,
      paper: method.paper_slug === null ? null : { title: method.paper_title, url: paperAddress(method.paper_slug) },
      introduced_year: method.year,
      source_url: method.source_url,
      source_title: method.source_title,
      code_snippet_url: method.code_url,
      num_papers: method.num_papers,
      collections: collections.get(method.id) ?? [],
    };
  }
}

export async function* datasetRecords({ sql }: Source): AsyncGenerator<unknown> {
  const variants = groupBy(await sql.selectFrom("dataset_variant").selectAll().orderBy("name").execute(), ({ dataset_id }) => dataset_id);
  const tasks = groupBy(await sql.selectFrom("dataset_task").innerJoin("task", "task.id", "dataset_task.task_id").select(["dataset_id", "name", "slug"]).orderBy("name").execute(), ({ dataset_id }) => dataset_id);
  const papers = new Map((await sql.selectFrom("dataset").innerJoin("paper", "paper.id", "dataset.paper_id").select(["dataset.id as id", "paper.slug as slug", "paper.title as title"]).execute()).map((row) => [row.id, row]));
  for (const dataset of await sql.selectFrom("dataset").selectAll().where("stub", "=", 0).orderBy("id").execute()) {
    const paper = papers.get(dataset.id);
    yield {
      url: `${PLACE}/dataset/${dataset.slug}`,
      name: dataset.name,
      full_name: dataset.full_name,
      homepage: dataset.homepage,
      description: dataset.description,
      short_description: dataset.short_description,
      ...(JSON.parse(dataset.archive) as object),
      paper: paper === undefined ? null : { title: paper.title, url: paperAddress(paper.slug) },
      introduced_date: dataset.introduced,
      license_name: dataset.licence_name,
      license_url: dataset.licence_url,
      warning: dataset.warning,
      modalities: jsonList<string>(dataset.modalities),
      tasks: (tasks.get(dataset.id) ?? []).map(({ name, slug }) => ({ task: name, url: `${PLACE}/task/${slug}` })),
      languages: jsonList<string>(dataset.languages),
      variants: (variants.get(dataset.id) ?? []).map(({ name }) => name),
      num_papers: dataset.num_papers,
      data_loaders: jsonList<unknown>(dataset.loaders),
    };
  }
}

async function collectionsOf({ sql }: Source): Promise<Map<number, { collection: string; area_id: string | null; area: string | null }[]>> {
  const rows = groupBy(await sql.selectFrom("method_collection").selectAll().orderBy("collection").execute(), ({ method_id }) => method_id);
  return new Map([...rows].map(([id, some]) => [id, some.map(({ collection, area_id, area }) => ({ collection, area_id, area }))]));
}

/** Rows by a key, in their order. */
export function groupBy<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}
