import { readDate } from "../names/dates.js";
import { webAddress } from "../names/links.js";
import { idNamed, type Source } from "../queries/resolve.js";
import { ReviewError } from "../review/revisions.js";
import type { ContributionField, Filled } from "./contribution-kind.js";

/** Longest text of a field. */
const MOST = 10_000;

/** Reads the fields of a kind out of what came: trimmed, none too long, none missing. @throws ReviewError naming the field */
export function readFilled(fields: readonly ContributionField[], came: Readonly<Record<string, unknown>>): Filled {
  return Object.fromEntries(
    fields.map(({ name, label, required = false, options, lines }) => {
      const value = typeof came[name] === "string" ? came[name].trim().replaceAll("\u0000", "") : "";
      if (required && value === "") throw new ReviewError(`${label}: fill it in.`);
      if (value.length > (lines === undefined ? 500 : MOST)) throw new ReviewError(`${label}: at most ${lines === undefined ? 500 : MOST} characters.`);
      if (options !== undefined && value !== "" && !options.some((option) => option.value === value)) throw new ReviewError(`${label}: choose one of those that are offered.`);
      return [name, value];
    }),
  );
}

/** @throws ReviewError where it's stated and no web address */
export function checkAddress(label: string, value: string | undefined): void {
  if (value !== undefined && value !== "" && webAddress(value) === null) throw new ReviewError(`${label}: give a web address (https://…).`);
}

/** @throws ReviewError where it's stated and no date, or one in the future */
export function checkDate(label: string, value: string | undefined): void {
  const { wrong } = readDate(value, new Date().toISOString().slice(0, 10));
  if (wrong !== undefined) throw new ReviewError(`${label}: ${wrong}; write 2026-11-29, 2026-11 or 2026.`);
}

/** The paper that a name, an address here or an arXiv number means. @throws ReviewError */
export async function paperNamed(source: Source, name: string): Promise<{ readonly id: number; readonly slug: string; readonly title: string; readonly stub: 0 | 1 }> {
  const key = name.replace(/^.*\/(?:paper|abs|pdf)\//, "").replace(/\/$/, "");
  const id = await idNamed(source, "paper", key);
  const row = id === undefined ? undefined : await source.sql.selectFrom("paper").select(["id", "slug", "title", "stub"]).where("id", "=", id).executeTakeFirst();
  if (row === undefined) throw new ReviewError("The hub has no such paper: give its name in this hub's addresses, or its arXiv number; or hand the paper in first.");
  return row;
}

/** "A; B" or lines → names. */
export const listed = (text: string | undefined): string[] => (text ?? "").split(/[;\n]/).map((one) => one.trim()).filter((one) => one !== "");
