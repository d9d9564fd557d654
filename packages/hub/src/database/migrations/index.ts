import type { Database } from "../database.js";
import { archiveAndMeasurements } from "./0001-archive-and-measurements.js";
import { searchTables } from "./0002-search.js";
import { queue } from "./0003-queue.js";
import { accountTables } from "./0004-accounts.js";
import { submissions } from "./0005-submissions.js";
import { passkeysAndBrowsers } from "./0006-passkeys-and-browsers.js";
import { operation } from "./0007-operation.js";
import { links } from "./0008-links.js";
import { partsOfDataSets } from "./0009-parts-of-data-sets.js";

export interface Migration {
  readonly name: string;
  readonly statements: (kind: Database["kind"]) => readonly string[];
}

/** Every migration in its order; one that has been released is never changed, a new one is added. */
export const migrations: readonly Migration[] = [
  { name: "0001-archive-and-measurements", statements: () => archiveAndMeasurements },
  { name: "0002-search", statements: searchTables },
  { name: "0003-queue", statements: () => queue },
  { name: "0004-accounts", statements: accountTables },
  { name: "0005-submissions", statements: () => submissions },
  { name: "0006-passkeys-and-browsers", statements: () => passkeysAndBrowsers },
  { name: "0007-operation", statements: () => operation },
  { name: "0008-links", statements: () => links },
  { name: "0009-parts-of-data-sets", statements: () => partsOfDataSets },
];
