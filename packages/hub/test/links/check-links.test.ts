import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test, type TestContext } from "node:test";
import { checkLinks } from "#src/links/check-links.js";
import { publicRequest } from "#src/links/public-request.js";
import { temporaryDatabase } from "../temporary-hub.js";

/** A site with its own rules, and what was asked of it. */
async function site(t: TestContext) {
  const asked: { readonly what: string; readonly at: number }[] = [];
  const server = createServer((request, response) => {
    asked.push({ what: `${request.method} ${request.url}`, at: performance.now() });
    const path = request.url ?? "";
    const answers: Readonly<Record<string, readonly [number, Readonly<Record<string, string>>?]>> = {
      "/robots.txt": [200], "/a/here": [200], "/a/gone": [404], "/a/moved": [301, { location: "/a/here" }], "/a/busy": [503], "/a/loop": [302, { location: "/a/loop" }],
      "/a/inside": [302, { location: "http://169.254.169.254/latest/meta-data/" }], "/a/old": [request.method === "HEAD" ? 405 : 200], "/private/x": [200],
    };
    const [status, headers] = answers[path] ?? [404];
    response.writeHead(status, headers).end(path === "/robots.txt" ? "User-agent: *\nDisallow: /private/\n" : undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  return { asked, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test("repositories are asked by their sites' rules; only sure answers are kept", async (t) => {
  const { asked, origin } = await site(t);
  const { sql, ...database } = await temporaryDatabase(t);
  const paths = ["/a/here", "/a/gone", "/a/moved", "/a/busy", "/a/loop", "/a/inside", "/a/old", "/private/x"];
  for (const path of paths) await sql.insertInto("repository").values({ url: origin + path, host: "127.0.0.1", owner: "a", name: path, stars: null, alive: path === "/a/busy" ? "ok" : "unknown", checked_at: path === "/a/busy" ? "2020-01-01" : null }).execute();
  const counts = await checkLinks({ ...database, sql }, { pauseMs: 20, timeoutMs: 2000, allow: ["127.0.0.1"] });
  assert.deepEqual(counts, { ok: 3, gone: 1, unknown: 4 });
  const rows = await sql.selectFrom("repository").select(["name", "alive", "checked_at", "asked_at"]).execute();
  assert.deepEqual(Object.fromEntries(rows.map(({ name, alive }) => [name, alive])), { "/a/here": "ok", "/a/gone": "gone", "/a/moved": "ok", "/a/busy": "ok", "/a/loop": "unknown", "/a/inside": "unknown", "/a/old": "ok", "/private/x": "unknown" });
  assert.equal(rows.find(({ name }) => name === "/a/busy")?.checked_at, "2020-01-01", "what was known stays");
  assert.ok(rows.every(({ asked_at }) => asked_at !== null));
  assert.equal(asked.filter(({ what }) => what === "GET /robots.txt").length, 1);
  assert.ok(!asked.some(({ what }) => what.includes("/private/")));
  assert.ok(asked.filter(({ what }) => what.endsWith("/a/loop")).length <= 6);
  // Asked just now: not again.
  assert.deepEqual(await checkLinks({ ...database, sql }, { allow: ["127.0.0.1"] }), { ok: 0, gone: 0, unknown: 0 });
});

test("nothing of this machine or its network is asked, by number or by name", async (t) => {
  const { asked, origin } = await site(t);
  const port = new URL(origin).port;
  for (const address of [`${origin}/a/here`, `http://localhost:${port}/a/here`, `http://[::1]:${port}/`, `http://[::ffff:127.0.0.1]:${port}/`, `http://2130706433:${port}/`, `http://0x7f.1:${port}/`, "http://10.0.0.1/", "http://192.168.1.1/", "http://169.254.169.254/latest/meta-data/", "http://0.0.0.0/", "file:///etc/passwd", "ftp://example.org/"]) await assert.rejects(publicRequest(address, { method: "HEAD", timeoutMs: 1000 }), Error, address);
  assert.deepEqual(asked, []);
});
