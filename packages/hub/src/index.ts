export type { Database } from "./database/database.js";
export { openDatabase } from "./database/open-database.js";
export { importFiles, isEmpty, type ImportOptions, type ImportReport } from "./import/import-files.js";
export { addBundledContent, contentFolder } from "./content/bundled-content.js";
export { exportFiles, type ExportOptions, type ExportReport } from "./export/export-files.js";
export { ARCHIVE, generateArchive, type GenerateOptions } from "./generate/generate-archive.js";
export { hubApp, type HubAppOptions } from "./server/hub-app.js";
export { serveHub, type ServedHub, type ServeHubOptions } from "./server/serve-hub.js";
