import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { test, type TestContext } from "node:test";
import { gzipSync } from "node:zlib";
import type { Hono } from "hono";
import { openAccounts } from "#src/accounts/accounts.js";
import { openDatabase } from "#src/database/open-database.js";
import { findRunner } from "#src/measure/open-strangers-model.js";
import { hubApp } from "#src/server/hub-app.js";
import { folderStore } from "#src/storage/folder-store.js";
import { measuringQueue } from "#src/worker/run-worker.js";
import { newcomer, ORIGIN, visitor } from "../accounts/visitor.js";

async function hub(t: TestContext) {
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-hub-"));
  t.after(() => rm(folder, { recursive: true }));
  const database = await openDatabase(":memory:");
  t.after(database.close);
  const store = folderStore(path.join(folder, "artifacts"));
  const accounts = openAccounts(database, { address: ORIGIN, secret: "a secret of tests, long enough to be taken" });
  const app = await hubApp(database, { address: ORIGIN, accounts, measuring: { desk: { database, store, runner: await findRunner(), folders: {}, trustStrangers: false }, queue: measuringQueue(database) } });
  return { folder, database, app };
}

/** Every address that changes something, with numbers in the place of its parts. */
const changing = (app: Hono): string[] => [...new Set(app.routes.filter(({ method }) => method === "POST" || method === "PUT" || method === "PATCH" || method === "DELETE").map(({ path: pattern }) => pattern.replace(/:\w+(?:\{[^}]*\})?/g, "1")))].filter((address) => !address.includes("*"));

test("no form of another site changes anything, and nobody changes anything without an account", async (t) => {
  const { database, app } = await hub(t);
  const ada = await newcomer(app, "Ada");
  const addresses = changing(app);
  assert.ok(addresses.length > 20, String(addresses.length));
  for (const address of addresses) {
    const forged = await ada.post(address, { name: "x" }, { origin: "https://evil.example", "sec-fetch-site": "cross-site" });
    assert.equal(forged.status, 403, `${address} of another site`);
    await database.sql.deleteFrom("bucket").execute();
  }
  assert.equal((await ada.get("/account")).status, 200, "she is still signed in");
  // What a stranger may: make an account, sign in and out, ask how to sign in by a passkey.
  const open = new Set(["/sign-in", "/sign-up", "/sign-out", "/sign-in/passkey", "/sign-in/passkey/options", "/sign-in/github"]);
  for (const address of addresses.filter((one) => !open.has(one))) {
    const { status, headers } = await visitor(app).post(address, { name: "x" });
    assert.ok([401, 403, 404].includes(status) || (status === 303 && headers.get("location")?.startsWith("/sign-in")), `${address} of nobody: ${status}`);
  }
});

test("no address that a visitor gives makes the hub ask for anything", async (t) => {
  const { database, app } = await hub(t);
  const asked: unknown[] = [];
  const [fetched, connect] = [globalThis.fetch, Socket.prototype.connect];
  globalThis.fetch = async (...args) => {
    asked.push(args[0]);
    throw new Error("nothing is fetched");
  };
  Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
    asked.push(args[0]);
    return this;
  } as typeof connect;
  t.after(() => {
    globalThis.fetch = fetched;
    Socket.prototype.connect = connect;
  });
  const ada = await newcomer(app, "Ada");
  await database.sql.updateTable("person").set({ role: "reviewer" }).execute();
  for (const inner of ["http://169.254.169.254/latest/meta-data/", "http://127.0.0.1:22/", "http://[::1]/", "file:///etc/passwd", "gopher://x", "http://hub.test/account"]) {
    for (const [address, form] of [
      ["/submit/paper", { title: `T ${inner}`, authors: "A", abstract: "x", date: "2020", url: inner, pdf: inner }],
      ["/submit/code", { paper: inner, repository: inner, whose: "other", place: inner }],
      ["/submit/dataset", { name: `N ${inner}`, homepage: inner, description: inner, licence: "x", licenceUrl: inner }],
      ["/submit/correction", { target: inner, field: "paper.url_abs", value: inner, source: inner }],
      ["/submit/card", { card: `---\nmodel-index: [{name: x, results: [{dataset: {name: "${inner}"}, metrics: [{type: a, value: 1}], source: {url: "${inner}"}}]}]\n---\n`, address: inner }],
      ["/submit/result", { board: inner, model: inner, paper: inner, value: "1", source: inner, place: "x" }],
    ] as const) await ada.post(address, form);
    await ada.get(`/paper/${encodeURIComponent(inner)}`);
    await ada.get(`/search?q=${encodeURIComponent(inner)}`);
    await ada.get(`/sign-in?next=${encodeURIComponent(inner)}`);
    await database.sql.deleteFrom("bucket").execute();
  }
  const shown = await database.sql.selectFrom("submission").select("id").execute();
  for (const { id } of shown) {
    await ada.post(`/contributions/${id}/decide`, { to: "published", reason: "x" });
    assert.ok((await ada.get(`/contributions/${id}`)).status < 500);
  }
  assert.deepEqual(asked, []);
});

test("no path leads out of what is served", async (t) => {
  const { folder, app } = await hub(t);
  await writeFile(path.join(folder, "secret"), "of the machine");
  for (const address of ["/artifacts/../secret", "/artifacts/..%2fsecret", "/artifacts/%2e%2e/secret.onnx", `/artifacts/${"0".repeat(63)}/.onnx`, "/run-here/../../package.json", "/run-here/v-1/..%2f..%2fpackage.json", "/assets/..%5c..%5cpackage.json", "/browser-measurements/..%2fsecret.json", "/browser-measurements/1e9.json", "/paper/..%2f..%2fsecret", "//evil.example/%2e%2e", "/%00", "/artifacts/%00.onnx"]) {
    const response = await app.request(`${ORIGIN}${address}`);
    assert.ok([400, 404].includes(response.status), `${address}: ${response.status}`);
    assert.ok(!(await response.text()).includes("of the machine"), address);
  }
});

test("bombs do not go off: packed, deep, long", async (t) => {
  const { database, app } = await hub(t);
  const ada = await newcomer(app, "Ada");
  const before = process.memoryUsage().rss;
  const cookie = [...ada.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const send = async (address: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Promise<number> => (await app.request(`${ORIGIN}${address}`, { method: "POST", body, headers: { cookie, origin: ORIGIN, "content-type": "application/x-www-form-urlencoded", ...headers } })).status;
  // 200 MB of zeros in 200 kB: nothing here unpacks what a visitor sends.
  const packed = new Uint8Array(gzipSync(new Uint8Array(200_000_000)));
  for (const address of ["/submit/paper", "/run-here/offers", "/submit/card", "/sign-in", "/api/v1/submissions"]) assert.ok([400, 401, 403, 413, 422].includes(await send(address, packed, { "content-encoding": "gzip" })), address);
  for (const deep of ["[".repeat(100_000), `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`]) {
    assert.equal(await send("/run-here/offers", new URLSearchParams({ protocol: "1", document: deep }).toString()), 422);
    assert.ok([401, 422].includes(await send("/account/passkeys", new URLSearchParams({ passkey: "p", response: deep }).toString()).then((status) => (status === 400 ? 422 : status))));
  }
  await database.sql.deleteFrom("bucket").execute();
  assert.equal(await send("/submit/paper", `title=${"x".repeat(2_000_000)}`), 413);
  const many = new URLSearchParams(Array.from({ length: 20_000 }, (_, k): [string, string] => [`f${k}`, "x"])).toString();
  assert.ok([413, 422].includes(await send("/submit/dataset", many)));
  const model = new FormData();
  model.set("model", new Blob([new Uint8Array(65_000_000)]));
  assert.equal((await app.request(`${ORIGIN}/submit/model`, { method: "POST", body: model, headers: { cookie, origin: ORIGIN, "content-length": "66000000" } })).status, 413);
  assert.equal((await ada.get("/")).status, 200);
  assert.ok(process.memoryUsage().rss - before < 600e6, `${Math.round((process.memoryUsage().rss - before) / 1e6)} MB more`);
});
