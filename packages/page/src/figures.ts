/** A number with so many decimals and a true minus sign. */
export function decimal(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** A share as a percentage, `97.31`. */
export function percent(share: number, decimals = 2): string {
  return decimal(100 * share, decimals);
}

/** A difference of shares in percentage points, with its sign. */
export function points(difference: number, decimals = 2): string {
  const text = percent(difference, decimals);
  return text.startsWith("−") ? text : `+${text}`;
}

export function percentRange([low, high]: readonly [number, number]): string {
  return `${percent(low)} to ${percent(high)}`;
}

/** "1 face", "2 faces", "1,024 faces". @param plural where it is not made with an s */
export function count(number: number, thing: string, plural = `${thing}s`): string {
  return `${whole(number)} ${number === 1 ? thing : plural}`;
}

/** A whole number with its thousands apart: `12,345`. */
export function whole(number: number): string {
  return number.toLocaleString("en");
}

/** A time as people say it: "42 s", "3 min 20 s", "2 h 5 min". @param seconds not negative */
export function duration(seconds: number): string {
  const all = Math.round(seconds);
  if (all < 60) return `${all} s`;
  if (all < 3600) return `${Math.floor(all / 60)} min${all % 60 === 0 ? "" : ` ${all % 60} s`}`;
  const minutes = Math.round(all / 60);
  return `${Math.floor(minutes / 60)} h${minutes % 60 === 0 ? "" : ` ${minutes % 60} min`}`;
}

/** A size as people say it: "812 B", "1.2 kB", "4.4 MB", by powers of 1000. */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ["kB", "MB", "GB", "TB"];
  const power = Math.min(units.length, Math.floor(Math.log10(bytes) / 3));
  const size = bytes / 1000 ** power;
  return `${size >= 100 ? size.toFixed(0) : size.toFixed(1)} ${units[power - 1] ?? ""}`;
}
