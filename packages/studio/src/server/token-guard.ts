import { timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { HTTPException } from "hono/http-exception";

const COOKIE = "studio";

/**
 * Lets in whoever came by the address that the studio printed: its token becomes a cookie, and the address is cleaned of it.
 *
 * @param prefix addresses that want it
 */
export function tokenGuard(token: string, prefix: string): MiddlewareHandler {
  const isToken = (text: string | undefined): boolean => text !== undefined && text.length === token.length && timingSafeEqual(Buffer.from(text), Buffer.from(token));
  return async (context, next) => {
    const given = context.req.query("token");
    if (isToken(given)) {
      setCookie(context, COOKIE, token, { httpOnly: true, sameSite: "Strict", path: "/" });
      return context.redirect(context.req.path);
    }
    const wanted = context.req.path === prefix || context.req.path.startsWith(`${prefix}/`);
    if (wanted && !isToken(getCookie(context, COOKIE))) throw new HTTPException(403, { message: "Open the studio by the address that it printed: it holds the key to your runs." });
    await next();
  };
}
