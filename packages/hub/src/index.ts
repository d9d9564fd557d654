export type { Database } from "./database/database.js";
export { openDatabase } from "./database/open-database.js";
export { importFiles, isEmpty, type ImportOptions, type ImportProgress, type ImportReport } from "./import/import-files.js";
