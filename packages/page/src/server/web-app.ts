import { createHash } from "node:crypto";
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import type { BlankEnv, Env } from "hono/types";
import type { Html } from "../html.js";
import { styleSheet } from "../style/style-sheet.js";
import { grantedHeaders, type PagePowers } from "./security-headers.js";

const version = createHash("sha256").update(styleSheet).digest("hex").slice(0, 12);

/** Where the server has the style sheet: a new sheet has a new address, so that browsers may keep it for ever. */
export const stylePath = `/page-${version}.css`;

/** A year: for files whose address changes with their content. */
export const FOR_EVER = "public, max-age=31536000, immutable";

export interface WebAppOptions {
  /** What the pages may do; by default nothing but be read. */
  readonly powers?: PagePowers | undefined;
  /** Makes the page that says why an address gave none. @param status the HTTP status @param words one sentence */
  readonly errorPage: (status: number, words: string) => Html;
  /** Told of every fault of the server's own, with what was asked. */
  readonly onFault?: ((error: Error, asked: string) => void) | undefined;
}

/**
 * A server's app with what every server of ours has: headers, the style sheet, pages for errors. Addresses below `/api/`
 * and requests that want no HTML are told of errors as `application/problem+json` instead.
 */
export function webApp<E extends Env = BlankEnv>({ powers, errorPage, onFault }: WebAppOptions): Hono<E> {
  const app = new Hono<E>();
  app.use(grantedHeaders(powers));
  app.get(stylePath, (context) => context.body(styleSheet, 200, { "Content-Type": "text/css; charset=utf-8", "Cache-Control": FOR_EVER }));
  const answer = (request: Request, status: number, words: string): Response => {
    const wantsPage = !new URL(request.url).pathname.startsWith("/api/") && (request.headers.get("Accept") ?? "").includes("text/html");
    return wantsPage
      ? new Response(errorPage(status, words).toString(), { status, headers: { "Content-Type": "text/html; charset=utf-8" } })
      : new Response(JSON.stringify({ title: words, status }), { status, headers: { "Content-Type": "application/problem+json" } });
  };
  app.notFound((context) => answer(context.req.raw, 404, "There is nothing at this address."));
  app.onError((error, context) => {
    if (error instanceof HTTPException) return answer(context.req.raw, error.status, error.message || "The request was refused.");
    onFault?.(error, `${context.req.method} ${context.req.path}`);
    return answer(context.req.raw, 500, "Something went wrong here; the fault is noted.");
  });
  return app;
}
