import { createHash, randomBytes } from "node:crypto";
import type { Database } from "../database/database.js";
import type { Person } from "./accounts.js";

const PREFIX = "fmpn_";
const hash = (key: string): string => createHash("sha256").update(key).digest("hex");

/** Makes a key for a person's programs. It is shown once; the hub keeps its hash. */
export async function makeApiKey({ sql }: Database, personId: number, name: string): Promise<string> {
  const key = `${PREFIX}${randomBytes(32).toString("base64url")}`;
  await sql.insertInto("api_key").values({ person_id: personId, name, key_sha256: hash(key), created: new Date().toISOString() }).execute();
  return key;
}

/** Whose key a request brings (`Authorization: Bearer fmpn_…`; Papers With Code's clients say `Token`). */
export async function personOfKey({ sql }: Database, headers: Headers): Promise<Person | undefined> {
  const [, key] = /^(?:Bearer|Token) (fmpn_[\w-]{20,100})$/.exec(headers.get("authorization") ?? "") ?? [];
  if (key === undefined) return undefined;
  const found = await sql.selectFrom("api_key").innerJoin("person", "person.id", "api_key.person_id").select(["person.id", "person.name", "email", "role", "api_key.id as key"]).where("key_sha256", "=", hash(key)).executeTakeFirst();
  if (found === undefined) return undefined;
  await sql.updateTable("api_key").set({ last_used: new Date().toISOString().slice(0, 10) }).where("id", "=", found.key).execute();
  const { id, name, email, role } = found;
  return { id, name, email, role };
}

/** What a person sees of a key: never the key. */
export interface ApiKey {
  readonly id: number;
  readonly name: string;
  readonly created: string;
  readonly lastUsed: string | null;
}

export async function apiKeysOf({ sql }: Database, personId: number): Promise<readonly ApiKey[]> {
  return await sql.selectFrom("api_key").select(["id", "name", "created", "last_used as lastUsed"]).where("person_id", "=", personId).orderBy("id").execute();
}

/** @returns false where the person has no such key */
export async function revokeApiKey({ sql }: Database, personId: number, id: number): Promise<boolean> {
  const { numDeletedRows } = await sql.deleteFrom("api_key").where("id", "=", id).where("person_id", "=", personId).executeTakeFirst();
  return numDeletedRows === 1n;
}
