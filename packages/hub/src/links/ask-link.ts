import { publicRequest, type PublicRequestOptions } from "./public-request.js";
import type { SiteRules } from "./robots.js";

/** What is known of a link: it answers, its site says that there is nothing (any more), or neither. */
export type LinkState = "ok" | "gone" | "unknown";

const REDIRECTS = 5;

/** Asks a link once, politely, with HEAD; follows redirects within the sites' rules. What doesn't answer is not called gone. */
export async function askLink(address: string, rulesOf: (origin: string) => Promise<SiteRules>, request: Omit<PublicRequestOptions, "method" | "most">): Promise<LinkState> {
  let at = address;
  try {
    for (let hop = 0; hop <= REDIRECTS; hop += 1) {
      if (!(await rulesOf(new URL(at).origin)).allows(at)) return "unknown";
      let { status, location } = await publicRequest(at, { ...request, method: "HEAD" });
      // Some servers know no HEAD.
      if (status === 405 || status === 501) ({ status, location } = await publicRequest(at, { ...request, method: "GET" }));
      if (status === 404 || status === 410) return "gone";
      if (status >= 200 && status < 300) return "ok";
      if (status < 300 || status >= 400 || location === undefined) return "unknown";
      at = new URL(location, at).href;
    }
  } catch {
    // Refused, timed out, or no such host: perhaps this machine's own fault.
  }
  return "unknown";
}
