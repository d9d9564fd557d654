import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";

/**
 * Who asks, for limits: the address at the other end of the connection, or with `behindProxy` the last one that the proxy has
 * written down (what stands before it comes from the client, which may write what it likes).
 */
export function clientAddress(context: Context, behindProxy: boolean): string {
  const noted = behindProxy ? context.req.header("x-forwarded-for")?.split(",").at(-1)?.trim() : undefined;
  if (noted !== undefined && noted !== "") return noted;
  try {
    return getConnInfo(context).remote.address ?? "unknown";
  } catch {
    // A request that did not come over a connection: a test's.
    return "unknown";
  }
}
