/** A number with so many decimals and a true minus sign. */
export function decimal(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** A share as a percentage, `97.31`. */
export function percent(share: number): string {
  return decimal(100 * share, 2);
}

/** A difference of shares in percentage points, with its sign. */
export function points(difference: number): string {
  const text = percent(difference);
  return text.startsWith("−") ? text : `+${text}`;
}

export function percentRange([low, high]: readonly [number, number]): string {
  return `${percent(low)} to ${percent(high)}`;
}

/** Text inside of HTML and SVG. */
export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
