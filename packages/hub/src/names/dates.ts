/** The first year that a date may have; machine learning has older papers, the archive does not. */
const FIRST_YEAR = 1950;

/**
 * A day as "2019-02-23", a month as "2019-02" or a year as "2019", as exactly as it's stated; null where nothing is.
 *
 * @returns `wrong` where something is stated that cannot be: no date, before 1950, or after today
 */
export function readDate(text: string | null | undefined, today: string): { readonly date: string | null; readonly wrong?: string | undefined } {
  const stated = (text ?? "").trim();
  if (stated === "") return { date: null };
  const found = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T.*)?$/.exec(stated);
  if (found === null) return { date: null, wrong: `"${stated.slice(0, 40)}" is no date` };
  const date = stated.slice(0, 10);
  const [, year = "", month = "01", day = "01"] = found;
  const time = new Date(`${year}-${month}-${day}T00:00:00Z`);
  if (Number.isNaN(time.getTime()) || time.getUTCDate() !== Number(day)) return { date: null, wrong: `"${date}" is no date` };
  if (Number(year) < FIRST_YEAR) return { date: null, wrong: `${date} is before ${FIRST_YEAR}` };
  if (date > today.slice(0, date.length)) return { date: null, wrong: `${date} lies in the future` };
  return { date };
}

/** Days since 1970, for keys that sort by date; a year or a month counts from its first day, nothing as the very first. */
export function dayNumber(date: string | null): number {
  if (date === null) return -100_000;
  const [year = "1970", month = "01", day = "01"] = date.split("-");
  return Math.floor(Date.UTC(Number(year), Number(month) - 1, Number(day)) / 86_400_000);
}

export interface Proceeding {
  readonly venue: string;
  readonly year: number | null;
  readonly month: number | null;
}

/** "NeurIPS 2018 12" → venue, year, month. */
export function readProceeding(text: string): Proceeding {
  const [, venue, year, month] = /^(.*\S)\s+((?:19|20)\d{2})(?:\s+(\d{1,2}))?$/.exec(text.trim()) ?? [];
  return venue === undefined ? { venue: text.trim(), year: null, month: null } : { venue, year: Number(year), month: month === undefined ? null : Number(month) };
}
