import { openAsBlob } from "node:fs";
import { AwsClient } from "aws4fetch";
import { artifactName, type ArtifactStore, isArtifactName } from "./artifact-store.js";

export interface Bucket {
  /** "https://bucket.s3.eu-central-1.amazonaws.com", "http://127.0.0.1:9000/bucket". */
  readonly address: string;
  /** Before every name; empty for none. */
  readonly prefix: string;
  readonly region: string;
  readonly keys: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string | undefined };
}

/** No file that is taken in is larger. */
const LARGEST = 1e9;

/**
 * Files in a bucket of S3, for machines that share no folder. What was sent or fetched stays in a folder of this machine, where the
 * sandbox reads it; a file that comes back with another hash is not taken.
 *
 * @param near that folder
 */
export function bucketStore({ address, prefix, region, keys }: Bucket, near: ArtifactStore): ArtifactStore {
  const { sessionToken, ...own } = keys;
  const client = new AwsClient({ ...own, ...(sessionToken === undefined ? {} : { sessionToken }), service: "s3", region, retries: 4 });
  const place = (sha256: string): string => `${address}/${prefix === "" ? "" : `${encodeURI(prefix)}/`}${artifactName(sha256)}`;
  const ask = async (url: string, init: RequestInit & { readonly headers?: Record<string, string> } = {}): Promise<Response | undefined> => {
    const response = await client.fetch(url, init);
    if (response.status === 404 && init.method !== "PUT") return undefined;
    if (!response.ok) throw new Error(`the store of files answered ${response.status}: ${errorOf(await response.text())}`);
    return response;
  };

  const find = async (sha256: string): Promise<string | undefined> => {
    const here = await near.find(sha256);
    if (here !== undefined) return here;
    const response = await ask(place(sha256));
    if (!response?.body) return undefined;
    const fetched = await near.put(response.body, LARGEST);
    if (fetched.sha256 !== sha256) throw new Error(`the store's file ${sha256} has another content: its hash is ${fetched.sha256}`);
    return await near.find(sha256);
  };
  return {
    async put(content, mostBytes) {
      const stored = await near.put(content, mostBytes);
      const file = await near.find(stored.sha256);
      if (file === undefined) throw new Error("what was taken in is gone from this machine's folder");
      // The hash is known already, so the request's signature covers the content.
      await ask(place(stored.sha256), { method: "PUT", body: await openAsBlob(file), headers: { "X-Amz-Content-Sha256": stored.sha256 } });
      return stored;
    },
    find,
    open: async (sha256) => (await ask(place(sha256)))?.body ?? undefined,
    async *list() {
      for (let token: string | undefined, more = true; more; more = token !== undefined) {
        const query = new URLSearchParams({ "list-type": "2", prefix: prefix === "" ? "" : `${prefix}/`, ...(token === undefined ? {} : { "continuation-token": token }) });
        const xml = (await (await ask(`${address}/?${query.toString()}`))?.text()) ?? "";
        for (const [, entry = ""] of xml.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
          const [name = "", bytes] = [inElement(entry, "Key")?.split("/").at(-1), Number(inElement(entry, "Size"))];
          if (isArtifactName(name)) yield { sha256: name, bytes };
        }
        token = inElement(xml, "NextContinuationToken");
      }
    },
    free: async () => undefined,
  };
}

const inElement = (xml: string, name: string): string | undefined => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]?.replaceAll("&amp;", "&");

/** What an error of S3's says, without the request's own words. */
const errorOf = (xml: string): string => [inElement(xml, "Code"), inElement(xml, "Message")].filter((words) => words !== undefined).join(": ").slice(0, 300) || "no reason given";
