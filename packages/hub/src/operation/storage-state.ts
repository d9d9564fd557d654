import { sql as text } from "kysely";
import type { Database } from "../database/database.js";

export interface StorageState {
  readonly databaseBytes: number;
  /** What the tables say that the store holds. */
  readonly artifacts: readonly { readonly kind: string; readonly files: number; readonly bytes: number }[];
}

/** How much the hub holds. */
export async function storageState({ kind, sql }: Database): Promise<StorageState> {
  const size = kind === "sqlite" ? text<{ bytes: number }>`select page_count * page_size as bytes from pragma_page_count(), pragma_page_size()` : text<{ bytes: number }>`select pg_database_size(current_database())::float8 as bytes`;
  const { rows } = await size.execute(sql);
  const artifacts = await sql.selectFrom("artifact").select(["kind", (count) => count.fn.countAll<number>().as("files"), (all) => all.fn.sum<number>("bytes").as("bytes")]).groupBy("kind").orderBy("kind").execute();
  return { databaseBytes: Number(rows[0]?.bytes ?? 0), artifacts: artifacts.map(({ kind: what, files, bytes }) => ({ kind: what, files: Number(files), bytes: Number(bytes) })) };
}
