import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { test, type TestContext } from "node:test";
import { type ArtifactStore, TooLargeError } from "#src/storage/artifact-store.js";
import { bucketStore } from "#src/storage/bucket-store.js";
import { folderStore } from "#src/storage/folder-store.js";
import { openArtifactStore } from "#src/storage/open-artifact-store.js";
import { temporaryFolder } from "../temporary-hub.js";

const KEYS = { accessKeyId: "AKEXAMPLE", secretAccessKey: "a/secret+key" };
const sha256 = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex");

/** A bucket that takes nothing whose signature, worked out here from Amazon's description of version 4, is not right. */
async function bucket(t: TestContext) {
  const objects = new Map<string, Buffer>();
  const refused: string[] = [];
  const server = createServer(async (request, response) => {
    const body = Buffer.concat((await request.toArray()) as Buffer[]);
    const url = new URL(request.url ?? "", "http://bucket");
    const wrong = signatureFault(request, url, body);
    if (wrong !== undefined) {
      refused.push(wrong);
      response.writeHead(403).end(`<Error><Code>SignatureDoesNotMatch</Code><Message>${wrong}</Message></Error>`);
      return;
    }
    const key = decodeURI(url.pathname.slice("/hub/".length));
    if (request.method === "PUT") {
      objects.set(key, body);
      response.end();
    } else if (url.searchParams.has("list-type")) {
      const names = [...objects.keys()].filter((name) => name.startsWith(url.searchParams.get("prefix") ?? "")).toSorted();
      // Two a page, so that paging is seen.
      const from = Number(url.searchParams.get("continuation-token") ?? 0);
      const next = from + 2 < names.length ? `<NextContinuationToken>${from + 2}</NextContinuationToken>` : "";
      response.end(`<ListBucketResult>${names.slice(from, from + 2).map((name) => `<Contents><Key>${name}</Key><Size>${objects.get(name)?.length}</Size></Contents>`).join("")}${next}</ListBucketResult>`);
    } else {
      const object = objects.get(key);
      response.writeHead(object === undefined ? 404 : 200).end(object);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  return { objects, refused, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function signatureFault({ headers, method = "" }: IncomingMessage, url: URL, body: Uint8Array): string | undefined {
  const [, key, day = "", region = "", signed = "", signature] = /^AWS4-HMAC-SHA256 Credential=(\w+)\/(\d{8})\/([\w-]+)\/s3\/aws4_request, SignedHeaders=([\w;-]+), Signature=(\w{64})$/.exec(headers.authorization ?? "") ?? [];
  if (key !== KEYS.accessKeyId) return "unknown key";
  const stated = String(headers["x-amz-content-sha256"]);
  if (method === "PUT" && stated !== sha256(body)) return "the content is not what was signed";
  const query = [...url.searchParams].map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).toSorted().join("&");
  const canonical = [method, url.pathname, query, ...signed.split(";").map((name) => `${name}:${name === "host" ? headers.host : String(headers[name])}`), "", signed, stated].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", headers["x-amz-date"], `${day}/${region}/s3/aws4_request`, sha256(canonical)].join("\n");
  const hmac = (by: string | Buffer, text: string): Buffer => createHmac("sha256", by).update(text).digest();
  const own = hmac(hmac(hmac(hmac(hmac(`AWS4${KEYS.secretAccessKey}`, day), region), "s3"), "aws4_request"), toSign).toString("hex");
  return own === signature ? undefined : "the signature differs";
}

const text = async (content: ReadableStream<Uint8Array> | undefined): Promise<string | undefined> => content && (await new Response(content).text());

async function holdsToTheContract(store: ArtifactStore): Promise<void> {
  const one = await store.put(new Blob(["one"]).stream(), 10);
  assert.deepEqual(one, { sha256: sha256("one"), bytes: 3 });
  assert.deepEqual(await store.put(new Blob(["one"]).stream(), 10), one);
  for (const word of ["two", "three"]) await store.put(new Blob([word]).stream(), 10);
  await assert.rejects(store.put(new Blob(["more than ten letters"]).stream(), 10), TooLargeError);
  assert.ok(await store.find(one.sha256));
  assert.equal(await text(await store.open(one.sha256)), "one");
  assert.equal(await store.find(sha256("none")), undefined);
  assert.equal(await store.open(sha256("none")), undefined);
  await assert.rejects(store.find("../../etc/passwd"), /64 hex digits/);
  const listed = [];
  for await (const entry of store.list()) listed.push(entry);
  assert.deepEqual(listed.toSorted((a, b) => a.bytes - b.bytes || (a.sha256 < b.sha256 ? -1 : 1)), [{ sha256: sha256("one"), bytes: 3 }, { sha256: sha256("two"), bytes: 3 }, { sha256: sha256("three"), bytes: 5 }].toSorted((a, b) => a.bytes - b.bytes || (a.sha256 < b.sha256 ? -1 : 1)));
}

test("a folder keeps files by their hash", async (t) => {
  const store = folderStore(await temporaryFolder(t));
  await holdsToTheContract(store);
  assert.ok(Number(await store.free()) > 0);
});

test("a bucket of S3 does, too, with requests that are signed", async (t) => {
  const { endpoint, objects, refused } = await bucket(t);
  const folder = await temporaryFolder(t);
  const environment = { AWS_ACCESS_KEY_ID: KEYS.accessKeyId, AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey, AWS_ENDPOINT_URL: endpoint, AWS_REGION: "eu-test-1" };
  const place = { address: `${endpoint}/hub`, prefix: "files of ours", region: "eu-test-1", keys: KEYS };
  await holdsToTheContract(bucketStore(place, folderStore(path.join(folder, "a"))));
  assert.deepEqual(refused, []);
  // Another machine, which has none of the files near it.
  const other = bucketStore(place, folderStore(path.join(folder, "b")));
  assert.ok(await other.find(sha256("two")));
  const name = `files of ours/${sha256("three").slice(0, 2)}/${sha256("three")}`;
  assert.ok(objects.has(name));
  objects.set(name, Buffer.from("forged"));
  await assert.rejects(other.find(sha256("three")), /has another content/);
  const stranger = bucketStore({ ...place, keys: { ...KEYS, secretAccessKey: "guessed" } }, folderStore(path.join(folder, "c")));
  await assert.rejects(stranger.find(sha256("one")), /403: SignatureDoesNotMatch: the signature differs/);
  assert.throws(() => openArtifactStore("s3://hub", {}), /AWS_ACCESS_KEY_ID/);
  assert.throws(() => openArtifactStore("s3://Not A Bucket", environment), /write s3:\/\/BUCKET/);
  assert.doesNotThrow(() => openArtifactStore("s3://hub/files", environment));
});
