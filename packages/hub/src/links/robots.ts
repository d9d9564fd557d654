import robots from "robots-parser";
import { publicRequest, ROBOT, type PublicRequestOptions } from "./public-request.js";

/** What a site lets robots do. */
export interface SiteRules {
  readonly allows: (address: string) => boolean;
  /** Milliseconds between two requests. */
  readonly pauseMs: number;
}

/** CommonJS whose description says otherwise: what is imported is the function itself. */
const robotsParser = robots as unknown as typeof robots.default;

const MOST = 500_000;
const LONGEST_PAUSE = 30_000;

/** Reads a site's robots.txt. A site without one allows everything; one whose file can't be had, nothing for now. */
export async function readRobots(origin: string, pauseMs: number, request: Omit<PublicRequestOptions, "method" | "most">): Promise<SiteRules> {
  try {
    const { status, text } = await publicRequest(`${origin}/robots.txt`, { ...request, method: "GET", most: MOST });
    if (status >= 500) return { allows: () => false, pauseMs };
    const rules = robotsParser(`${origin}/robots.txt`, status < 300 ? text : "");
    return { allows: (address) => rules.isAllowed(address, ROBOT) !== false, pauseMs: Math.min(LONGEST_PAUSE, Math.max(pauseMs, 1000 * (rules.getCrawlDelay(ROBOT) ?? 0))) };
  } catch {
    return { allows: () => false, pauseMs };
  }
}
