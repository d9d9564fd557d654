import http from "node:http";
import https from "node:https";
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from "request-filtering-agent";

/** Who asks, for the owners of the sites that are asked. */
export const ROBOT = "fmpn-hub-links";

export interface PublicRequestOptions {
  readonly method: "HEAD" | "GET";
  /** Milliseconds until it's given up. */
  readonly timeoutMs: number;
  /** Characters of the answer that are read; none by default. */
  readonly most?: number | undefined;
  /** Addresses of this machine or network that may be asked nevertheless: tests' own servers. */
  readonly allow?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface PublicAnswer {
  readonly status: number;
  readonly location: string | undefined;
  readonly text: string;
}

/**
 * Asks an address of the public web. Private and reserved addresses are refused, whatever name leads there, at the moment of the
 * connection; redirects are not followed.
 *
 * @throws Error for what is no web address, is refused, or does not answer
 */
export async function publicRequest(address: string, { method, timeoutMs, most = 0, allow = [], signal }: PublicRequestOptions): Promise<PublicAnswer> {
  const url = new URL(address);
  if (url.protocol !== "http:" && url.protocol !== "https:") throw new Error(`${url.protocol} is not asked`);
  const filter = { allowIPAddressList: [...allow] };
  const secure = url.protocol === "https:";
  const agent = secure ? new RequestFilteringHttpsAgent(filter) : new RequestFilteringHttpAgent(filter);
  const deadline = AbortSignal.timeout(timeoutMs);
  return await new Promise<PublicAnswer>((resolve, reject) => {
    const request = (secure ? https : http).request(url, { method, agent, signal: signal === undefined ? deadline : AbortSignal.any([deadline, signal]), headers: { "user-agent": `${ROBOT} (+https://www.npmjs.com/package/fmpn)`, accept: "*/*" }, maxHeaderSize: 16_384 }, (response) => {
      const done = (text: string): void => {
        resolve({ status: response.statusCode ?? 0, location: response.headers.location, text });
        response.destroy();
      };
      if (most === 0) return done("");
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
        if (text.length >= most) done(text.slice(0, most));
      });
      response.on("end", () => done(text)).on("error", reject);
    });
    request.on("error", reject).end();
  });
}
