import type { SeenPicture } from "@fmpn/page/faces";

/** A picture that was looked at. */
export interface PictureResult extends SeenPicture {
  readonly file: File;
  readonly provider: string;
}

export type Order = "given" | "confident" | "doubtful" | "faces";

/** What is shown of the results, in which order. @param only an expression, "no face" or "not read"; all without */
export function arranged(results: readonly PictureResult[], only: string | undefined, order: Order): PictureResult[] {
  const chosen = results.filter((result) => only === undefined || labelsOf(result).includes(only));
  if (order === "given") return chosen;
  const key = (result: PictureResult): number => (order === "faces" ? -result.faces.length : confidence(result, only) * (order === "confident" ? -1 : 1));
  return chosen.toSorted((one, other) => key(one) - key(other));
}

/** How many pictures show each expression, the commonest first; last those without a face and those not read. */
export function labelCounts(results: readonly PictureResult[]): [label: string, count: number][] {
  const counts = new Map<string, number>();
  for (const result of results) for (const label of new Set(labelsOf(result))) counts.set(label, (counts.get(label) ?? 0) + 1);
  const last = (label: string): number => (label === NO_FACE || label === NOT_READ ? 1 : 0);
  return [...counts].toSorted(([one, a], [other, b]) => last(one) - last(other) || b - a);
}

const NO_FACE = "no face";
const NOT_READ = "not read";

function labelsOf({ faces, error }: PictureResult): string[] {
  if (error !== undefined) return [NOT_READ];
  return faces.length === 0 ? [NO_FACE] : faces.map(({ expression }) => expression);
}

/** The surest of the faces that are meant; a picture without one counts as 0. */
function confidence({ faces }: PictureResult, only: string | undefined): number {
  return Math.max(0, ...faces.filter(({ expression }) => only === undefined || expression === only).map(({ expression, probabilities }) => probabilities[expression] ?? 0));
}
