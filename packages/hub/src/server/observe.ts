import type { MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import type { Log } from "../operation/log.js";
import type { Metrics } from "../operation/metrics.js";

/** Methods that have a name of their own among the metrics. */
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Counts every answer and, at level info, writes a line of it: by the route's pattern, for addresses tell what people look for. */
export function observe(metrics: Pick<Metrics, "observe"> | undefined, log: Log | undefined): MiddlewareHandler {
  return async (context, next) => {
    const started = performance.now();
    await next();
    const milliseconds = performance.now() - started;
    const method = METHODS.includes(context.req.method) ? context.req.method : "other";
    // What only the parts common to all pages have answered was no page.
    const route = matchedRoutes(context).findLast(({ path }) => path !== "/*" && path !== "*")?.path ?? "none";
    metrics?.observe(method, route, context.res.status, milliseconds / 1000);
    log?.("info", "answer", { method, route, status: context.res.status, ms: Math.round(10 * milliseconds) / 10 });
  };
}
