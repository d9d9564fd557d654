/** Data sets: folders, tables, parts of them: `@fmpn/lab/datasets`. */
export { type CsvRecord, formatCsv, parseCsv } from "./csv.js";
export { openPart, openParts, partSyntax } from "./data-part.js";
export { DataSetError, type DataSetProblem } from "./data-set-error.js";
export { dataSetHash } from "./data-set-hash.js";
export { columnsOf, columnValue, type DataSet, type GrayPixels, type Sample, type SkippedSamples } from "./data-set.js";
export { type Expression, EXPRESSIONS, findClass, normalizeExpression } from "./expression-labels.js";
export type { Layout } from "./layouts/layout.js";
export { formatManifest, readManifest } from "./manifest.js";
export { LAYOUTS, openDataSet, recognizeLayout } from "./open-data-set.js";
export { selectWhere } from "./where.js";
export { pinDataSet } from "../measurement/folder-split.js";
