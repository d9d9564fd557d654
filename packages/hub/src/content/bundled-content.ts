import path from "node:path";
import { fileURLToPath } from "node:url";
import { alone } from "../database/alone.js";
import type { Database } from "../database/database.js";
import { importFiles, isEmpty, type ImportOptions, type ImportReport } from "../import/import-files.js";
import { factOf, setFact } from "../search/rebuild-search.js";

/** The folder of data that comes with the package, under CC-BY-SA 4.0. */
export const contentFolder: string = path.dirname(fileURLToPath(new URL("../../content/README.md", import.meta.url)));

/** Tells a first start that was interrupted from a database of its own. */
const FACT = "bundled content";

/**
 * Fills a database that holds nothing yet with the bundled content; one that has something stays as it is. Of several processes that
 * start on one PostgreSQL the first does it, and the others wait.
 */
export async function addBundledContent(database: Database, options: ImportOptions = {}): Promise<readonly ImportReport[]> {
  return await alone(database, async () => {
    const begun = (await factOf(database, FACT)) === "begun";
    if (!begun && !(await isEmpty(database))) return [];
    await setFact(database.sql, FACT, "begun");
    const reports = await importFiles(database, [contentFolder], options);
    await setFact(database.sql, FACT, "done");
    return reports;
  });
}
