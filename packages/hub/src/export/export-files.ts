import path from "node:path";
import type { Database } from "../database/database.js";
import { exportAdditions } from "./additions.js";
import { datasetRecords, linkRecords, methodRecords, paperRecords } from "./records.js";
import { taskRecords } from "./task-records.js";
import { writeJsonFile } from "./write-json-file.js";

export interface ExportReport {
  readonly file: string;
  readonly records: number;
}

export interface ExportOptions {
  /** By default files are gzipped, as the archive's are. */
  readonly gzip?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((file: string) => void) | undefined;
}

/**
 * Writes the archive's five files, and a sixth with what the archive has no place for. Importing them into an empty
 * database gives what this one holds: all that is published, without people, sessions and jobs.
 */
export async function exportFiles(database: Database, folder: string, { gzip = true, signal, onProgress }: ExportOptions = {}): Promise<ExportReport[]> {
  const files: readonly (readonly [string, AsyncIterable<unknown>])[] = [
    ["papers-with-abstracts", paperRecords(database)],
    ["links-between-papers-and-code", linkRecords(database)],
    ["evaluation-tables", taskRecords(database)],
    ["methods", methodRecords(database)],
    ["datasets", datasetRecords(database)],
    ["hub-additions", exportAdditions(database)],
  ];
  const reports: ExportReport[] = [];
  for (const [name, records] of files) {
    const file = path.join(folder, `${name}.json${gzip ? ".gz" : ""}`);
    onProgress?.(file);
    reports.push({ file, records: await writeJsonFile(file, records, signal) });
  }
  return reports;
}
