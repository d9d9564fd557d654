/** Counts why faces were left out, to say it in a line for each reason. */
export function countedReasons(): { readonly add: (reason: string) => void; lines(): string[] } {
  const counts = new Map<string, number>();
  return {
    add: (reason) => void counts.set(reason, (counts.get(reason) ?? 0) + 1),
    lines: () => [...counts].map(([reason, count]) => `left out: ${count.toLocaleString("en")} ${count === 1 ? "face" : "faces"}, ${reason}`),
  };
}
