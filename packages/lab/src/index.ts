/**
 * Plans carried out: a folder to a model, a model to its figures, and the runs that come of it: `@fmpn/lab`. The parts lie in
 * subpaths by their folders: `@fmpn/lab/datasets`, `/folds`, `/training`, `/runs`, `/evaluation`, `/report` and so on.
 */
export { openPart } from "./datasets/data-part.js";
export { DataSetError, type DataSetProblem } from "./datasets/data-set-error.js";
export type { DataSet, Sample, SkippedSamples } from "./datasets/data-set.js";
export { openDataSet } from "./datasets/open-data-set.js";
export type { Evaluation, EvaluationFrame } from "./evaluation/evaluate.js";
export type { EvaluationPlan } from "./evaluation/evaluation-plan.js";
export { startEvaluation } from "./evaluation/start-evaluation.js";
export type { MeasurementDocument } from "./measurement/measurement-document.js";
export type { MeasurementPlan } from "./measurement/measurement-plan.js";
export { startMeasurement } from "./measurement/start-measurement.js";
export { type ListedRun, listRuns } from "./runs/list-runs.js";
export { readRun, type RunRecord } from "./runs/read-run.js";
export { type RunNews, watchRun, type WatchRunOptions } from "./runs/watch-run.js";
export { parseShard, partOf, type Shard } from "./shard.js";
export type { CrossValidation } from "./training/cross-validate.js";
export type { CrossvalPlan } from "./plans/crossval-plan.js";
export { type Recipe, recipes } from "./plans/recipe.js";
export { startCrossval, type StartCrossvalOptions } from "./training/start-crossval.js";
export { startTraining, type StartTrainingOptions } from "./training/start-training.js";
export type { TrainingPlan } from "./plans/training-plan.js";
export type { Progress, WorkOptions } from "./work.js";
