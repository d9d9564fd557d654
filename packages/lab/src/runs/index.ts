/** A run's folder, written and read in one place: `@fmpn/lab/runs`. */
export { type ListedRun, listRuns } from "./list-runs.js";
export { modelFile } from "../files/model-file.js";
export { readRun, type RunRecord, type StoredEvaluation } from "./read-run.js";
export type { RunFolder } from "./run-folder.js";
export { formatFacts, formatRecipe, type MetricsLine, type NamedSet, parseFacts, parseMetrics, parseRecipe, RUN_FILES, type RunFacts } from "./run-format.js";
export { type RunNews, watchRun, type WatchRunOptions } from "./watch-run.js";
