/** Figures in model cards: `@fmpn/lab/model-card`. */
export { type IndexedResult, indexOfMeasurements, type ModelIndex, readModelIndex, withModelIndex } from "./model-index.js";
