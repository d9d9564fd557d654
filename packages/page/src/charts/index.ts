/** Charts as SVG: `@fmpn/page/charts`. */
export { type Bar, barChart } from "./bar-chart.js";
export { intervalChart, intervalRange, type IntervalRow } from "./interval-chart.js";
export { lineChart, type LineChart, type Series } from "./line-chart.js";
export type { Axis } from "./scales.js";
export { scatterChart, type ScatterChart, type ScatterPoint } from "./scatter-chart.js";
export { type DatedResult, stepChart, type StepChart, type StepSeries } from "./step-chart.js";
export { type Timeline, TIMELINE_SPAN, timelineChart, type TimelineRow, type TimelineSample } from "./timeline-chart.js";
