import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { Person } from "../accounts/accounts.js";
import { mustDo } from "../accounts/roles.js";

/** Who asks by a key and may hand things in. @throws HTTPException 401 for nobody and for a cookie, 403 for who may not */
export function byKey(context: Context, person: Person | undefined): Person {
  const known = mustDo(person, "submit");
  if (!context.req.header("authorization")) throw new HTTPException(401, { message: "Programs come with a key (Authorization: Bearer …)." });
  return known;
}

/** What a program sent. @throws HTTPException 400 where it's no object */
export async function jsonOf(context: Context): Promise<Readonly<Record<string, unknown>>> {
  const said: unknown = await context.req.json().catch(() => undefined);
  if (said === null || typeof said !== "object" || Array.isArray(said)) throw new HTTPException(400, { message: "An object of JSON is wanted." });
  return said as Readonly<Record<string, unknown>>;
}
