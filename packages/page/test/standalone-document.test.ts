import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { html } from "#src/html.js";
import { standaloneDocument } from "#src/standalone-document.js";

test("a page that is a file allows its own sheet and pictures within it, nothing else", () => {
  const page = standaloneDocument({ title: "<Title>", main: html`<p>${"text"}</p>` });
  const sheet = /<style>([^]*?)<\/style>/.exec(page)?.[1] ?? assert.fail();
  const hash = createHash("sha256").update(sheet).digest("base64");
  assert.ok(page.includes(`content="default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;; img-src data:;`));
  assert.match(page, /^<!doctype html>\n<html lang="en">/);
  assert.match(page, /<title>&lt;Title&gt;<\/title>/);
});
