import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";

/** The last page that is counted out; further ones are reached by filters. */
const LAST = 10_000;

/** The page's number of `?page=`. */
export function askedPage(context: Context): number {
  const text = context.req.query("page");
  if (text === undefined) return 1;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > LAST) throw new HTTPException(404, { message: "There is no such page of this list." });
  return number;
}
