/** Reports of runs: `@fmpn/lab/report`. */
export { composeReport, type ReportOptions } from "./compose-report.js";
export { reportPage } from "./report-page.js";
