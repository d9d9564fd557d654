import type { Kysely } from "kysely";
import type { Schema } from "./schema.js";

/** An open hub database: SQLite in a file or in memory, or PostgreSQL, with the same tables. */
export interface Database {
  readonly kind: "sqlite" | "postgres";
  /** Queries. */
  readonly sql: Kysely<Schema>;
  /** Lets go of files and connections. */
  readonly close: () => Promise<void>;
}
