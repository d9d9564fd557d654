import type { MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";

/** Names of this machine that a page of ours may have been opened by. */
const OWN_NAMES = new Set(["127.0.0.1", "localhost", "[::1]"]);

/**
 * Refuses what other sites' pages ask of a server on this machine: a name that is not this machine's own (DNS rebinding), and
 * changes that come from another origin.
 */
export function loopbackGuard(): MiddlewareHandler {
  return async (context, next) => {
    const host = context.req.header("Host") ?? "";
    if (!OWN_NAMES.has(host.replace(/:\d+$/, ""))) throw new HTTPException(403, { message: "This server answers only this machine." });
    const { method } = context.req;
    const origin = context.req.header("Origin");
    const site = context.req.header("Sec-Fetch-Site");
    const foreign = (origin !== undefined && origin !== `http://${host}`) || (site !== undefined && site !== "same-origin" && site !== "none");
    if (foreign && method !== "GET" && method !== "HEAD") throw new HTTPException(403, { message: "Only this server's own pages may change something here." });
    await next();
  };
}
