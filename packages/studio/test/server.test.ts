import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { startStudio } from "#src/server/start-studio.js";
import { buildSite } from "#src/site/build-site.js";

let folder: string;
let bundle: string;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "fmpn-site-"));
  bundle = path.join(folder, "bundle");
  for (const [name, text] of [["js/look.js", "1;"], ["js/train.js", "2;"], ["js/service-worker.js", "SITE;"], ["demo/a.jpg", "picture"]] as const) {
    await mkdir(path.dirname(path.join(bundle, name)), { recursive: true });
    await writeFile(path.join(bundle, name), text);
  }
});
after(async () => await rm(folder, { recursive: true }));

/** The status of an answer to a request with headers that `fetch` does not let one set. */
async function statusOf(port: number, method: string, headers: Record<string, string>): Promise<number> {
  return await new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port, method, path: "/", headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });
}

test("the server answers this machine's own pages only, with a policy that allows no other address", async (t) => {
  const { url, port, close } = await startStudio({ bundle });
  t.after(close);
  const page = await fetch(url);
  const policy = page.headers.get("Content-Security-Policy") ?? "";
  assert.match(policy, /^default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data: blob:; media-src 'self' blob:; worker-src 'self' blob:;/);
  assert.equal(page.headers.get("Cache-Control"), "no-cache");
  const text = await page.text();
  const script = /<script type="module" src="(v-[0-9a-f]{12}\/dist\/js\/look\.js)">/.exec(text)?.[1] ?? assert.fail();
  const found = await fetch(`${url}/${script}`);
  assert.deepEqual([await found.text(), found.headers.get("Content-Type")], ["1;", "text/javascript; charset=utf-8"]);
  assert.match(found.headers.get("Cache-Control") ?? "", /immutable/);
  assert.equal((await fetch(`${url}/nowhere`)).status, 404);
  const own = `127.0.0.1:${port}`;
  assert.equal(await statusOf(port, "GET", { Host: own }), 200);
  assert.equal(await statusOf(port, "GET", { Host: `localhost:${port}` }), 200);
  for (const host of ["evil.example", `evil.example:${port}`, `127.0.0.1.evil.example:${port}`]) assert.equal(await statusOf(port, "GET", { Host: host }), 403, host);
  assert.equal(await statusOf(port, "POST", { Host: own, Origin: "https://evil.example" }), 403);
  assert.equal(await statusOf(port, "POST", { Host: own, "Sec-Fetch-Site": "cross-site" }), 403);
});

test("the site is written as files that know one another by relative addresses, and the service worker keeps them all", async () => {
  const out = path.join(folder, "site");
  const { files } = await buildSite(out, bundle);
  const written = (await readdir(out, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map(({ parentPath, name }) => path.relative(out, path.join(parentPath, name)).split(path.sep).join("/"));
  assert.equal(written.length, files);
  const worker = await readFile(path.join(out, "service-worker.js"), "utf8");
  const site = JSON.parse(/^const SITE = (.*);\nSITE;$/.exec(worker)?.[1] ?? "") as { version: string; files: string[] };
  assert.deepEqual(site.files.filter((name) => name !== "./").sort(), written.filter((name) => name !== "index.html" && name !== "service-worker.js").sort());
  assert.ok(written.some((name) => /^v-[0-9a-f]{12}\/models\/expressions\/compact\.onnx$/.test(name)));
  const page = await readFile(path.join(out, "index.html"), "utf8");
  for (const [, address = ""] of page.matchAll(/(?:src|href)="([^"#]+)"/g)) assert.ok(written.includes(address), address);
  assert.doesNotMatch(page, / style="|<style|<script(?! type="module" src=)/);
  await assert.rejects(buildSite(out, path.join(folder, "none")), /scripts are not built.*npm run build/);
});
