/** What a data set holds, before it is trained on: `@fmpn/lab/inspection`. */
export { drawDataSheet } from "./data-sheet.js";
export { type ClassCount, type Duplicates, inspectDataSet, type Inspection } from "./inspect-data-set.js";
