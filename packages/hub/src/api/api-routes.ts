import type { Context, Hono } from "hono";
import { cors } from "hono/cors";
import { HTTPException } from "hono/http-exception";
import type { Hub } from "../server/hub-app.js";
import type { Endpoint, ListPage } from "./endpoint.js";
import { evaluationEndpoints } from "./evaluation-endpoints.js";
import { openApi } from "./open-api.js";
import { paperEndpoints } from "./paper-endpoints.js";
import { thingEndpoints } from "./thing-endpoints.js";
import { writingAddresses } from "./write-schemas.js";

/** Every address of API v1 that reads; `addWritingRoutes` has those that write. */
export const endpoints: readonly Endpoint[] = [...paperEndpoints, ...thingEndpoints, ...evaluationEndpoints];

const [USUAL, MOST] = [50, 500];

/** `/api/v1`: Papers With Code's addresses and ours, open to pages of other sites. */
export function addApiRoutes(app: Hono, hub: Hub): void {
  app.use("/api/*", cors({ origin: "*", allowMethods: ["GET", "HEAD"] }));
  app.get("/api/v1/openapi.json", (context) => context.json(openApi(endpoints, hub.site.accounts ? writingAddresses : [], hub.site.name, hub.origin(context)) as object));
  for (const endpoint of endpoints) {
    const path = `/api/v1${endpoint.path.replaceAll(/\{(\w+)\}/g, ":$1")}`;
    const answer = async (context: Context) => context.json((await answerOf(context, hub, endpoint)) as object);
    app.get(path, answer);
    app.get(path.replace(/\/$/, ""), answer);
  }
}

async function answerOf(context: Context, hub: Hub, endpoint: Endpoint): Promise<unknown> {
  const [page, size] = [wholeOf(context, "page", 1, 100_000), wholeOf(context, "items_per_page", USUAL, MOST)];
  const answer = await endpoint.read({
    database: hub.database,
    counts: hub.counts,
    path: (name) => context.req.param(name) ?? "",
    query: (name) => context.req.query(name)?.slice(0, 300) || undefined,
    limit: size,
    offset: (page - 1) * size,
  });
  if (answer === undefined) throw new HTTPException(404, { message: "There is nothing of this name." });
  if (!endpoint.list) return answer;
  const { count, results } = answer as ListPage;
  const address = (number: number): string => {
    const url = new URL(context.req.url);
    const query = url.searchParams;
    query.set("items_per_page", String(size));
    query.set("page", String(number));
    return `${hub.origin(context)}${url.pathname}?${query.toString()}`;
  };
  return { count, next: page * size < count ? address(page + 1) : null, previous: page > 1 ? address(page - 1) : null, results };
}

function wholeOf(context: Context, name: string, usual: number, most: number): number {
  const text = context.req.query(name);
  if (text === undefined) return usual;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most) throw new HTTPException(422, { message: `${name} is a whole number from 1 to ${most}.` });
  return value;
}
