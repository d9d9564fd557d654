import type { JsonRecord } from "../archive/fields.js";
import { type ImportContext, openImportContext } from "../import/import-context.js";
import type { Source } from "../queries/resolve.js";
import { ReviewError } from "../review/revisions.js";

/**
 * Writes a record in the archive's form by the importer's own rules, so that what people hand in and what an archive holds end
 * in the same rows.
 *
 * @throws ReviewError where the importer refuses anything of it
 */
export async function writeRecord<T>({ sql, kind }: Source, read: (record: JsonRecord) => T, write: (sql: Source["sql"], context: ImportContext, records: readonly T[]) => Promise<void>, record: JsonRecord): Promise<void> {
  const refused: string[] = [];
  const context = await openImportContext(sql, kind, new Date().toISOString().slice(0, 10), {});
  let parsed: T;
  try {
    parsed = read(record);
  } catch (error) {
    throw new ReviewError(`It cannot be taken: ${error instanceof Error ? error.message : String(error)}`);
  }
  await write(sql, { ...context, reject: (path, why) => void refused.push(`${path} ${why}`) }, [parsed]);
  if (refused.length > 0) throw new ReviewError(`It cannot be taken: ${refused.join("; ")}.`);
  await context.flush(sql, 0);
}
