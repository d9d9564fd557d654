/** By how much a probability must differ to be worth a word. */
const LEAST = 0.05;

/**
 * How an answer differs from that of the same person's neutral face, in words: "more happiness (+61 points), less neutral (−58
 * points)". Nothing is corrected by it: on CK+ that made answers no better (docs/results.md).
 */
export function differenceWords(probabilities: Readonly<Record<string, number>>, neutral: Readonly<Record<string, number>>): string {
  const changes = Object.entries(probabilities)
    .flatMap(([name, value]) => (neutral[name] === undefined ? [] : [{ name, change: value - neutral[name] }]))
    .filter(({ change }) => Math.abs(change) >= LEAST)
    .toSorted((one, other) => Math.abs(other.change) - Math.abs(one.change))
    .slice(0, 3)
    .map(({ name, change }) => `${change > 0 ? "more" : "less"} ${name} (${change > 0 ? "+" : "−"}${Math.round(Math.abs(change) * 100)} points)`);
  return changes.length === 0 ? "as in your neutral face" : changes.join(", ");
}
