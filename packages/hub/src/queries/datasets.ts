import type { Dataset } from "../database/schema.js";
import { boardSummaries, type BoardSummary } from "./board-summaries.js";
import { jsonList, offsetOf, type Page, type Source } from "./resolve.js";
import type { TaskLink } from "./tasks.js";

export interface SplitView {
  readonly slug: string;
  readonly name: string;
  readonly sha256: string | null;
  readonly images: number | null;
  readonly subjects: number | null;
  readonly classes: readonly string[];
  readonly madeBy: string;
  readonly shippable: boolean;
}

export interface DatasetView {
  readonly dataset: Dataset;
  readonly variants: readonly string[];
  readonly tasks: readonly TaskLink[];
  readonly modalities: readonly string[];
  readonly languages: readonly string[];
  readonly loaders: readonly { readonly repo: string; readonly frameworks: readonly string[] }[];
  readonly paper: { readonly slug: string; readonly title: string; readonly date: string | null } | undefined;
  readonly parent: TaskLink | undefined;
  readonly parts: readonly TaskLink[];
  readonly boards: readonly BoardSummary[];
  readonly splits: readonly SplitView[];
  /** Papers with results on it, by year. */
  readonly papersByYear: readonly { readonly year: string; readonly papers: number }[];
}

export async function datasetView(source: Source, id: number): Promise<DatasetView> {
  const { sql } = source;
  const dataset = await sql.selectFrom("dataset").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  const years = await sql.selectFrom("result").innerJoin("board", "board.id", "result.board_id").innerJoin("paper", "paper.id", "result.paper_id").select(["paper.id as id", "paper.date as date"]).where("board.dataset_id", "=", id).where("paper.date", "is not", null).distinct().execute();
  const counts = new Map<string, number>();
  for (const { date } of years) counts.set((date ?? "").slice(0, 4), (counts.get((date ?? "").slice(0, 4)) ?? 0) + 1);
  return {
    dataset,
    variants: (await sql.selectFrom("dataset_variant").select("name").where("dataset_id", "=", id).orderBy("name").execute()).map(({ name }) => name).filter((name) => name !== dataset.name),
    tasks: await sql.selectFrom("dataset_task").innerJoin("task", "task.id", "dataset_task.task_id").select(["slug", "name"]).where("dataset_id", "=", id).where("hidden", "=", 0).orderBy("name").execute(),
    modalities: jsonList<string>(dataset.modalities),
    languages: jsonList<string>(dataset.languages),
    loaders: jsonList<{ repo?: string; url?: string; frameworks?: string[] }>(dataset.loaders).flatMap(({ repo, url, frameworks }) => (repo === undefined && url === undefined ? [] : [{ repo: repo ?? url ?? "", frameworks: frameworks ?? [] }])),
    paper: dataset.paper_id === null ? undefined : await sql.selectFrom("paper").select(["slug", "title", "date"]).where("id", "=", dataset.paper_id).executeTakeFirst(),
    parent: dataset.parent_id === null ? undefined : await sql.selectFrom("dataset").select(["slug", "name"]).where("id", "=", dataset.parent_id).executeTakeFirst(),
    parts: await sql.selectFrom("dataset").select(["slug", "name"]).where("parent_id", "=", id).orderBy("name").limit(200).execute(),
    boards: await boardSummaries(source, { datasetId: id, limit: 200 }),
    splits: (await sql.selectFrom("split").selectAll().where("dataset_id", "=", id).orderBy("id").execute()).map(({ slug, name, manifest_sha256, images, subjects, classes, made_by, shippable }) => ({ slug, name, sha256: manifest_sha256, images, subjects, classes: jsonList<string>(classes), madeBy: made_by, shippable: shippable === 1 })),
    papersByYear: [...counts].map(([year, papers]) => ({ year, papers })).sort((a, b) => (a.year < b.year ? -1 : 1)),
  };
}

export interface DatasetSummary extends TaskLink {
  readonly fullName: string | null;
  readonly description: string | null;
  readonly papers: number;
  readonly boards: number;
  readonly licence: string | null;
  readonly modalities: readonly string[];
}

/** Data sets, those with most boards and papers first. */
export async function datasetList({ sql }: Source, page: Page): Promise<{ readonly total: number; readonly datasets: readonly DatasetSummary[] }> {
  const total = await sql.selectFrom("dataset").select((expression) => expression.fn.countAll<number>().as("n")).executeTakeFirst();
  const rows = await sql
    .selectFrom("dataset")
    .leftJoin(
      (query) => query.selectFrom("board").select(["dataset_id", (expression) => expression.fn.countAll<number>().as("boards"), (expression) => expression.fn.sum<number>("results").as("results")]).groupBy("dataset_id").as("used"),
      (join) => join.onRef("used.dataset_id", "=", "dataset.id"),
    )
    .select(["slug", "name", "full_name", "description", "short_description", "num_papers", "licence_name", "modalities", "used.boards as boards"])
    .orderBy((expression) => expression("num_papers", "+", expression.fn.coalesce("used.results", expression.val(0))), "desc")
    .orderBy("dataset.id")
    .limit(page.size)
    .offset(offsetOf(page))
    .execute();
  return { total: Number(total?.n ?? 0), datasets: rows.map((row) => ({ slug: row.slug, name: row.name, fullName: row.full_name, description: row.short_description ?? row.description, papers: row.num_papers, boards: Number(row.boards ?? 0), licence: row.licence_name, modalities: jsonList<string>(row.modalities) })) };
}
