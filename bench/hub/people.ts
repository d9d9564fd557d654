import type { Database } from "@fmpn/hub";
import { makeApiKey } from "@fmpn/hub";

/** People with a key each, made past the forms, whose limits are by machine. */
export async function openPeople(database: Database, count: number): Promise<string[]> {
  const keys: string[] = [];
  const at = database.kind === "sqlite" ? new Date().toISOString() : new Date();
  for (let person = 0; person < count; person++) {
    const row = { name: `Person ${person}`, email: `person-${person}@example.org`, emailVerified: database.kind === "sqlite" ? 0 : false, createdAt: at, updatedAt: at, role: "contributor" };
    const { id } = await database.sql.insertInto("person").values(row as never).returning("id").executeTakeFirstOrThrow();
    keys.push(await makeApiKey(database, id, "load"));
  }
  return keys;
}
