import type { MeasurementDocument } from "@fmpn/lab/measurement";

/** A figure of a document as boards have it: by the name that archives give the metric, in per cent. */
export interface DocumentFigure {
  readonly name: string;
  readonly slug: string;
  /** Whether boards rank by it; others stand on the measurement's page. */
  readonly onBoards: boolean;
  readonly number: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly level: number | null;
  readonly resampled: string | null;
  readonly units: number | null;
}

const METRICS = { accuracy: ["Accuracy", "accuracy"], balanced_accuracy: ["Balanced accuracy", "balanced-accuracy"], macro_f1: ["Macro F1", "macro-f1"] } as const;

/** The figures of a document, accuracy first. */
export function documentFigures({ metrics }: Pick<MeasurementDocument, "metrics">): readonly DocumentFigure[] {
  return (Object.keys(METRICS) as (keyof typeof METRICS)[]).map((field) => {
    const [name, slug] = METRICS[field];
    const { value, low, high, level, over, units } = metrics[field];
    const interval = low === undefined || high === undefined ? { low: null, high: null } : { low: percent(low), high: percent(high) };
    return { name, slug, onBoards: field === "accuracy", number: percent(value), ...interval, level: level ?? null, resampled: over ?? null, units: units ?? null };
  });
}

/** What a measurement's page shows beside its figures. */
export function documentReport({ per_class: perClass, confusion, classes }: Pick<MeasurementDocument, "per_class" | "confusion" | "classes">) {
  return { recall: Object.fromEntries(Object.entries(perClass).map(([name, { recall }]) => [name, percent(recall)])), confusion, classes };
}

/** Two decimals of a per cent. */
const percent = (share: number): number => Math.round(1e4 * share) / 100;
