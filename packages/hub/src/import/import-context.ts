import type { Kysely } from "kysely";
import type { Database } from "../database/database.js";
import { insertMany } from "../database/insert-many.js";
import type { Schema } from "../database/schema.js";
import { slugify, taskSlug } from "../names/slug.js";
import { scoreSpam, SPAM_LIMIT } from "../names/spam.js";
import { openBook, type Book } from "./book.js";

/** How many records and cells ended how. Every record is imported, updated, unchanged, merged or rejected. */
export type Counts = Record<string, number>;

/** What the steps of an import share: the names that are known, what is counted, what was refused. */
export interface ImportContext {
  readonly kind: Database["kind"];
  /** "2026-11-29": later dates are wrong. */
  readonly today: string;
  readonly counts: Counts;
  readonly count: (what: string, by?: number) => void;
  /** Keeps a record or a cell that cannot be taken, with the reason. */
  readonly reject: (path: string, why: string, raw: unknown) => void;
  readonly tasks: Book<"task">;
  readonly methods: Book<"method">;
  readonly datasets: Book<"dataset">;
  readonly metrics: Book<"metric">;
  readonly conferences: Book<"conference">;
  readonly areas: Book<"area">;
  readonly taskId: (name: string, slug?: string | null) => number;
  readonly datasetId: (name: string, slug?: string | null, parent?: number | null) => number;
  readonly areaId: (name: string) => number;
  /** Writes new names and refused cells. */
  readonly flush: (sql: Kysely<Schema>, runId: number) => Promise<void>;
}

/** Names that are no tasks, though papers carry them. */
const NO_TASKS = /^(?:models?|methods?|papers?|code|data|datasets?|tests?|all|none|misc|other|n\/a|unknown|null)$/i;

/** Longest piece of a refused cell that is kept. */
const KEPT_RAW = 500;

/** Reads the known names; the context is good for one run of an import. */
export async function openImportContext(sql: Kysely<Schema>, kind: Database["kind"], today: string, counts: Counts): Promise<ImportContext> {
  const [tasks, methods, datasets, metrics] = [
    openBook("task", await sql.selectFrom("task").select(["id", "slug", "name_key"]).execute()),
    openBook("method", await sql.selectFrom("method").select(["id", "slug", "name_key"]).execute()),
    openBook(
      "dataset",
      await sql.selectFrom("dataset").select(["id", "slug", "name_key"]).execute(),
      await sql.selectFrom("dataset_variant").select(["name_key", "dataset_id as id"]).execute(),
    ),
    openBook("metric", await sql.selectFrom("metric").select(["id", "slug", "name_key"]).execute()),
  ];
  const conferences = openBook("conference", (await sql.selectFrom("conference").select(["id", "slug", "name"]).execute()).map(({ name, ...row }) => ({ ...row, name_key: keyOfName(name) })));
  const areas = openBook("area", (await sql.selectFrom("area").select(["id", "slug", "name"]).execute()).map(({ name, ...row }) => ({ ...row, name_key: keyOfName(name) })));
  let refused: { path: string; why: string; raw: string }[] = [];
  const count = (what: string, by = 1): void => {
    counts[what] = (counts[what] ?? 0) + by;
  };
  const books = [areas, tasks, conferences, methods, datasets, metrics] as const;
  return {
    kind,
    today,
    counts,
    count,
    reject: (path, why, raw) => {
      refused.push({ path, why, raw: (typeof raw === "string" ? raw : (JSON.stringify(raw) ?? "")).slice(0, KEPT_RAW).replaceAll("\u0000", "").replace(/\p{Surrogate}/gu, "\ufffd") });
    },
    tasks,
    methods,
    datasets,
    metrics,
    conferences,
    areas,
    areaId: (name) => areas.idOf(name, slugify(name), (id, slug) => ({ id, slug, name })),
    taskId: (name, slug) =>
      tasks.idOf(name, slug ?? taskSlug(name), (id, ownSlug, name_key) => {
        const spam = NO_TASKS.test(name) ? { score: SPAM_LIMIT, reasons: ["a word that names no task"] } : scoreSpam([name], true);
        return { id, slug: ownSlug, name, name_key, description: null, area_id: null, categories: "[]", synonyms: "[]", source_link: null, note: null, hidden: spam.score >= SPAM_LIMIT ? 1 : 0, hidden_reason: spam.score >= SPAM_LIMIT ? spam.reasons.join(", ") : null, papers: 0 };
      }),
    datasetId: (name, slug, parent = null) => datasets.idOf(name, slug ?? slugify(name), (id, ownSlug, name_key) => ({ ...noDataset, id, slug: ownSlug, name, name_key, parent_id: parent, stub: 1 })),
    flush: async (connection, runId) => {
      for (const book of books) await book.flush(connection, kind);
      const rejects = refused.map((reject) => ({ run_id: runId, ...reject }));
      refused = [];
      await insertMany(connection, kind, "import_reject", rejects);
    },
  };
}

const keyOfName = (name: string): string => name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}+#]+/gu, " ").trim();

/** A data set of which nothing but the name is known. */
export const noDataset = {
  full_name: null,
  homepage: null,
  description: null,
  short_description: null,
  parent_id: null,
  paper_id: null,
  introduced: null,
  licence_name: null,
  licence_url: null,
  access: "unknown",
  modalities: "[]",
  languages: "[]",
  loaders: "[]",
  warning: null,
  num_papers: 0,
  archive: "{}",
} as const;
