import { createHash, timingSafeEqual } from "node:crypto";
import { getConnInfo } from "@hono/node-server/conninfo";
import { sql as text } from "kysely";
import type { Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { mustDo } from "../../accounts/roles.js";
import type { Metrics } from "../../operation/metrics.js";
import { operatorView } from "../../operation/operator-view.js";
import { operatorPage } from "../../pages/operator-page.js";
import type { Hub } from "../hub-app.js";

export interface OperatorOptions {
  readonly metrics?: Metrics | undefined;
  /** Lets whoever brings it read the metrics (`Authorization: Bearer …`); without one only this machine may. */
  readonly metricsToken?: string | undefined;
  /** Bytes free where models and documents lie. */
  readonly freeBytes?: (() => Promise<number | undefined>) | undefined;
  readonly behindProxy?: boolean | undefined;
}

/** For whoever runs the hub: a page, metrics, and a sign that it's alive. */
export function addOperatorRoutes(app: Hono, hub: Hub, { metrics, metricsToken, freeBytes, behindProxy = false }: OperatorOptions): void {
  const { database } = hub;

  app.get("/operation", async (context) => {
    const person = await hub.person(context);
    if (person === undefined) return context.redirect("/sign-in?next=/operation", 303);
    mustDo(person, "operate");
    context.header("Cache-Control", "no-store");
    return context.html(hub.document(operatorPage(await operatorView(database, await freeBytes?.()))));
  });

  // Whether this process serves and reaches its database: what a proxy or a container's keeper asks.
  app.get("/health", async (context) => {
    context.header("Cache-Control", "no-store");
    try {
      await text`select 1`.execute(database.sql);
      return context.json({ state: "well" });
    } catch {
      return context.json({ state: "the database is out of reach" }, 503);
    }
  });

  if (metrics === undefined) return;
  app.get("/metrics", async (context) => {
    const [, token] = /^Bearer (.+)$/.exec(context.req.header("authorization") ?? "") ?? [];
    const known = metricsToken !== undefined && token !== undefined && sameText(token, metricsToken);
    // A proxy on this machine asks for others: there only the token counts.
    if (!known && (behindProxy || !fromThisMachine(context))) throw new HTTPException(404, { message: "There is nothing at this address." });
    return context.body(await metrics.text(), 200, { "Content-Type": metrics.contentType, "Cache-Control": "no-store" });
  });
}

function fromThisMachine(context: Context): boolean {
  if (["x-forwarded-for", "forwarded", "via", "x-real-ip"].some((name) => context.req.header(name) !== undefined)) return false;
  try {
    return /^(?:::ffff:)?127\.|^::1$/.test(getConnInfo(context).remote.address ?? "");
  } catch {
    return false;
  }
}

function sameText(one: string, other: string): boolean {
  const digest = (value: string) => createHash("sha256").update(value).digest();
  return timingSafeEqual(digest(one), digest(other));
}
