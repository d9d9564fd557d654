import { type DataSet, openDataSet, selectWhere } from "@fmpn/lab";

/** How the commands' help texts call it. */
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

/** Opens a data set, or the part of it that `FOLDER@column=value` names. */
export async function openPart(text: string): Promise<DataSet> {
  const [, folder = text, condition] = /^(.*?)(?:@([^@/]+=[^@/]*))?$/s.exec(text) ?? [];
  return selectWhere(await openDataSet(folder), condition === undefined ? [] : [condition]);
}
