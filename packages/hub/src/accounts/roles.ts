import { HTTPException } from "hono/http-exception";
import type { Role } from "../database/schema.js";
import type { Person } from "./accounts.js";

/** What people may do here; whoever may do more may do all that stands before it. */
const RIGHTS = { read: "reader", submit: "contributor", review: "reviewer", operate: "admin" } as const satisfies Record<string, Role>;
export type Right = keyof typeof RIGHTS;
const ORDER: readonly Role[] = ["reader", "contributor", "reviewer", "admin"];

export function mayDo(person: Pick<Person, "role"> | undefined, right: Right): boolean {
  return ORDER.indexOf(person?.role ?? "reader") >= ORDER.indexOf(RIGHTS[right]);
}

/** @throws HTTPException 401 for nobody, 403 for somebody who may not */
export function mustDo(person: Person | undefined, right: Right): Person {
  if (person === undefined) throw new HTTPException(401, { message: "Sign in first." });
  if (!mayDo(person, right)) throw new HTTPException(403, { message: `This is for ${RIGHTS[right]}s; your role is ${person.role}.` });
  return person;
}
