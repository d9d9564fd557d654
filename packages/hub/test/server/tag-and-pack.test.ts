import assert from "node:assert/strict";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { Hono } from "hono";
import { tagAndPack } from "#src/server/tag-and-pack.js";

const LONG = "An expression is not a felt emotion. ".repeat(100);

function app(): Hono {
  const made = new Hono();
  made.use(async (context, next) => {
    await next();
    context.header("X-Outer", "seen");
  });
  made.use(tagAndPack());
  made.get("/long", (context) => context.html(LONG, 200, { "Cache-Control": "no-cache" }));
  made.get("/short", (context) => context.json({ short: true }));
  made.get("/picture", (context) => context.body(new Uint8Array(5000), 200, { "Content-Type": "image/png" }));
  made.get("/file", (context) => context.body(new Blob([LONG]).stream(), 200, { "Content-Type": "application/json", ETag: '"its own"' }));
  made.get("/moved", (context) => context.redirect("/long", 301));
  return made;
}

test("text is tagged, packed for who takes it, and not sent twice", async () => {
  const packed = await app().request("/long", { headers: { "Accept-Encoding": "br, gzip;q=0.8" } });
  assert.equal(packed.headers.get("content-encoding"), "gzip");
  assert.equal(packed.headers.get("vary"), "Accept-Encoding");
  assert.equal(packed.headers.get("content-type"), "text/html; charset=UTF-8");
  assert.equal(packed.headers.get("x-outer"), "seen");
  assert.equal(gunzipSync(new Uint8Array(await packed.arrayBuffer())).toString(), LONG);
  const plain = await app().request("/long");
  assert.equal(plain.headers.get("content-encoding"), null);
  assert.equal(await plain.text(), LONG);
  assert.equal((await app().request("/long", { headers: { "Accept-Encoding": "gzip;q=0, *" } })).headers.get("content-encoding"), null, "who refuses gzip gets none");
  const tag = packed.headers.get("etag") ?? "";
  assert.match(tag, /^W\/"[\w-]{27}"$/);
  assert.equal(plain.headers.get("etag"), tag);
  for (const known of [tag, tag.slice(2), `"other", ${tag}`, "*"]) {
    const same = await app().request("/long", { headers: { "If-None-Match": known, "Accept-Encoding": "gzip" } });
    assert.equal(same.status, 304, known);
    assert.equal(await same.text(), "");
    assert.equal(same.headers.get("cache-control"), "no-cache");
    assert.equal(same.headers.get("etag"), tag);
  }
  assert.equal((await app().request("/long", { headers: { "If-None-Match": '"other"' } })).status, 200);
  const head = await app().request("/long", { method: "HEAD", headers: { "Accept-Encoding": "gzip" } });
  assert.equal(head.headers.get("etag"), tag);
  assert.equal(await head.text(), "");
});

test("what is short, is no text, has its own tag or is no answer of its own stays as it is", async () => {
  const ask = (address: string) => app().request(address, { headers: { "Accept-Encoding": "gzip" } });
  assert.equal((await ask("/short")).headers.get("content-encoding"), null);
  assert.notEqual((await ask("/short")).headers.get("etag"), null);
  for (const address of ["/picture", "/file"]) assert.equal((await ask(address)).headers.get("content-encoding"), null, address);
  assert.equal((await ask("/file")).headers.get("etag"), '"its own"');
  assert.equal(await (await ask("/file")).text(), LONG);
  assert.equal((await ask("/moved")).status, 301);
});
