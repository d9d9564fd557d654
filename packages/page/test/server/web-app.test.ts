import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { servedDocument } from "#src/document.js";
import { html } from "#src/html.js";
import { eventStream, type ServerEvent } from "#src/server/event-stream.js";
import { listen } from "#src/server/listen.js";
import { memoryFiles, namedFile, staticFiles } from "#src/server/static-files.js";
import { stylePath, webApp } from "#src/server/web-app.js";
import { styleSheet } from "#src/style/style-sheet.js";

const errorPage = (status: number, words: string) => servedDocument({ title: String(status), main: html`<h1>${words}</h1>` }, { styles: [stylePath] });

test("every answer has the headers; the sheet is kept for ever; errors are pages for people and JSON for programs", async () => {
  const faults: string[] = [];
  const app = webApp({ errorPage, onFault: (error, asked) => faults.push(`${asked}: ${error.message}`) });
  app.get("/broken", () => {
    throw new Error("secret <detail>");
  });
  const sheet = await app.request(stylePath);
  assert.equal(await sheet.text(), styleSheet);
  assert.match(sheet.headers.get("Cache-Control") ?? "", /immutable/);
  const page = await app.request("/nowhere", { headers: { Accept: "text/html,*/*" } });
  assert.deepEqual([page.status, page.headers.get("Content-Type")], [404, "text/html; charset=utf-8"]);
  assert.match(await page.text(), /<h1>There is nothing at this address\.<\/h1>/);
  for (const answer of [sheet, page]) {
    const policy = answer.headers.get("Content-Security-Policy") ?? "";
    assert.match(policy, /^default-src 'self'; script-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'$/);
    assert.equal(answer.headers.get("X-Content-Type-Options"), "nosniff");
    assert.equal(answer.headers.get("X-Frame-Options"), "DENY");
  }
  const broken = await app.request("/api/broken", { headers: { Accept: "text/html" } });
  assert.deepEqual(await broken.json(), { title: "There is nothing at this address.", status: 404 });
  const fault = await app.request("/broken");
  assert.deepEqual([fault.status, await fault.json()], [500, { title: "Something went wrong here; the fault is noted.", status: 500 }]);
  assert.deepEqual(faults, ["GET /broken: secret <detail>"]);
});

test("pages that run networks may run WebAssembly and are isolated, and still no inline style or script", async () => {
  const answer = await webApp({ errorPage, powers: { networks: true, pictures: true, camera: true } }).request("/");
  const policy = answer.headers.get("Content-Security-Policy") ?? "";
  assert.match(policy, /script-src 'self' 'wasm-unsafe-eval';/);
  assert.match(policy, /worker-src 'self' blob:/);
  assert.doesNotMatch(policy, /unsafe-inline/);
  assert.equal(answer.headers.get("Cross-Origin-Embedder-Policy"), "require-corp");
  assert.match(answer.headers.get("Permissions-Policy") ?? "", /camera=\(self\), microphone=\(\)/);
});

test("files of a folder and of memory, and nothing beside them", async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-static-"));
  t.after(async () => await rm(folder, { recursive: true }));
  await writeFile(path.join(folder, "a.js"), "1");
  const made = namedFile("b.css", new TextEncoder().encode("b{}"));
  assert.match(made.path, /^\/assets\/b-[0-9a-f]{12}\.css$/);
  const app = webApp({ errorPage });
  app.use("/static/*", staticFiles(folder, "/static"));
  app.use("/assets/*", memoryFiles([made]));
  const server = await listen(app);
  t.after(async () => await server.close());
  const ask = async (address: string) => await fetch(`${server.url}${address}`);
  assert.deepEqual([await (await ask("/static/a.js")).text(), (await ask("/static/a.js")).headers.get("Content-Type")], ["1", "text/javascript; charset=utf-8"]);
  assert.equal(await (await ask(made.path)).text(), "b{}");
  for (const address of ["/static/b.js", "/static/..%2f..%2fetc%2fpasswd", "/static/%2e%2e/package.json", "/assets/b.css"]) assert.equal((await ask(address)).status, 404, address);
  await assert.rejects(listen(app, { port: server.port }), new RegExp(`Port ${server.port} of 127\\.0\\.0\\.1 is taken`));
});

test("events arrive as they happen; a listener that goes away ends its source", async (t) => {
  const open = new Set<AbortSignal>();
  async function* ticks(signal: AbortSignal): AsyncGenerator<ServerEvent> {
    open.add(signal);
    try {
      for (let number = 0; !signal.aborted; number++) {
        yield { event: "tick", data: { number, words: "a\nb" }, id: String(number) };
        await delay(5, undefined, { signal });
      }
    } finally {
      open.delete(signal);
    }
  }
  const app = webApp({ errorPage });
  app.get("/events", (context) => eventStream(context, ticks));
  const server = await listen(app);
  t.after(async () => await server.close());
  const clients = Array.from({ length: 40 }, async () => {
    const gone = new AbortController();
    const answer = await fetch(`${server.url}/events`, { signal: gone.signal });
    const reader = answer.body?.getReader() ?? assert.fail();
    let text = "";
    while (!text.includes("id: 1")) text += new TextDecoder().decode((await reader.read()).value);
    gone.abort();
    return text;
  });
  const [first = ""] = await Promise.all(clients);
  assert.match(first, /^event: tick\ndata: \{"number":0,"words":"a\\nb"\}\nid: 0\n\n/);
  for (let tries = 0; open.size > 0 && tries < 200; tries++) await delay(10);
  assert.equal(open.size, 0, "every source has ended");
});
