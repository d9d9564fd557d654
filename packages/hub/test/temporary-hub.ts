import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestContext } from "node:test";
import type { Database } from "../src/database/database.js";
import { openDatabase } from "../src/database/open-database.js";

/** A folder that goes with the test. */
export async function temporaryFolder(context: Pick<TestContext, "after">): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-hub-"));
  context.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** An empty database in memory that goes with the test. */
export async function temporaryDatabase(context: Pick<TestContext, "after">, where = ":memory:"): Promise<Database> {
  const database = await openDatabase(where);
  context.after(() => database.close());
  return database;
}

/** Writes a file of records and tells where. */
export async function recordsFile(folder: string, name: string, records: unknown): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, typeof records === "string" || records instanceof Uint8Array ? records : JSON.stringify(records));
  return file;
}

/** A results table of the archive with one board. */
export function tableRecord(task: string, dataset: string, rows: readonly { readonly model: string; readonly value?: string | undefined; readonly url?: string | undefined; readonly metrics?: Readonly<Record<string, unknown>> | undefined }[], metric = "Accuracy", subtasks: readonly unknown[] = []) {
  return {
    task,
    description: "",
    categories: ["Computer Vision"],
    source_link: null,
    synonyms: [],
    subtasks,
    datasets: [
      {
        dataset,
        description: "",
        dataset_links: [],
        dataset_citations: [],
        subdatasets: [],
        sota: { metrics: [metric], rows: rows.map(({ model, value, url, metrics }) => ({ model_name: model, paper_title: `Paper of ${model}`, paper_url: url ?? null, paper_date: "2020-01-01", uses_additional_data: false, code_links: [], model_links: [], metrics: metrics ?? (value === undefined ? {} : { [metric]: value }) })) },
      },
    ],
  };
}
