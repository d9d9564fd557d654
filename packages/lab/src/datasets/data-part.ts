import type { DataSet } from "./data-set.js";
import { openDataSet } from "./open-data-set.js";
import { selectWhere } from "./where.js";

/** How a part of a data set is written, for help texts. */
export const partSyntax = "FOLDER, or FOLDER@column=value for a part";

/** Opens several; one that is named again is the same object. */
export async function openParts(texts: readonly string[]): Promise<DataSet[]> {
  const opened = new Map<string, Promise<DataSet>>();
  return await Promise.all(texts.map((text) => {
    const part = opened.get(text) ?? openPart(text);
    opened.set(text, part);
    return part;
  }));
}

/**
 * Opens a data set, or the part of it that `FOLDER@column=value` names; further conditions may follow, as in
 * `FOLDER@split=test@role=face`.
 *
 * @throws Error where the folder holds no data set or has no such column
 */
export async function openPart(text: string): Promise<DataSet> {
  const { folder, conditions } = parsePart(text);
  return selectWhere(await openDataSet(folder), conditions);
}

/** The folder of a part and the conditions that its samples meet. */
export function parsePart(text: string): { readonly folder: string; readonly conditions: readonly string[] } {
  const [, folder = text, conditions = ""] = /^(.*?)((?:@[^@/\\]+=[^@/\\]*)*)$/s.exec(text) ?? [];
  return { folder, conditions: conditions.split("@").slice(1) };
}
