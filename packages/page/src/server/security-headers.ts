import type { Context, MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";

/** What the pages of a server may do beyond showing themselves. */
export interface PagePowers {
  /** They run networks in workers: WebAssembly, worker scripts, threads (which ask for isolation from other origins). */
  readonly networks?: boolean | undefined;
  /** They show pictures and videos that they made themselves. */
  readonly pictures?: boolean | undefined;
  /** They may open the camera. */
  readonly camera?: boolean | undefined;
  /** Other sites' pages may fetch answers and pictures (an API, a badge): set on the routes themselves, here only the isolation is let go. */
  readonly embedded?: boolean | undefined;
}

const SELF = "'self'";

/**
 * The headers of every answer: a policy under which no page runs or loads what is not the server's own (no inline style or
 * script either), no frame about it, no guessing of types, no address given to other sites.
 */
export function securityHeaders({ networks = false, pictures = false, camera = false, embedded = false }: PagePowers = {}): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: [SELF],
      scriptSrc: networks ? [SELF, "'wasm-unsafe-eval'"] : [SELF],
      imgSrc: pictures ? [SELF, "data:", "blob:"] : [SELF, "data:"],
      ...(pictures ? { mediaSrc: [SELF, "blob:"] } : {}),
      ...(networks ? { workerSrc: [SELF, "blob:"] } : {}),
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: [SELF],
      frameAncestors: ["'none'"],
    },
    crossOriginEmbedderPolicy: networks ? "require-corp" : false,
    crossOriginOpenerPolicy: "same-origin",
    crossOriginResourcePolicy: embedded ? "cross-origin" : "same-origin",
    permissionsPolicy: { camera: camera ? ["self"] : [], microphone: [], geolocation: [] },
    referrerPolicy: "same-origin",
    // A proxy that speaks TLS sets it; over plain HTTP it says nothing.
    strictTransportSecurity: false,
    xFrameOptions: "DENY",
  });
}

const granted = new WeakMap<Request, PagePowers>();

/** Gives one answer more than the server's others have: the page at this address runs networks, or opens the camera. */
export function grantPowers({ req: { raw } }: Pick<Context, "req">, powers: PagePowers): void {
  granted.set(raw, powers);
}

/** The headers of every answer, with what {@link grantPowers} added for it. */
export function grantedHeaders(powers: PagePowers = {}): MiddlewareHandler {
  const usual = securityHeaders(powers);
  return async (context, next) => {
    await next();
    const more = granted.get(context.req.raw);
    const headers = more === undefined ? usual : securityHeaders({ ...powers, ...more });
    await headers(context, async () => {});
  };
}
