import assert from "node:assert/strict";
import { test } from "node:test";
import { attribute, classes, html, raw } from "#src/html.js";

test("whatever is not HTML is escaped, in content and in attributes; lists are joined, nothing is written for nothing", () => {
  const hostile = `<img src=x onerror='alert("1")'> & more`;
  const piece = html`<p title="${hostile}">${[hostile, html`<b>${true}${undefined}${null}${0}</b>`]}</p>`;
  assert.equal(piece.toString(), `<p title="&lt;img src=x onerror=&#39;alert(&quot;1&quot;)&#39;&gt; &amp; more">&lt;img src=x onerror=&#39;alert(&quot;1&quot;)&#39;&gt; &amp; more<b>0</b></p>`);
  assert.equal(html`${raw("<br>")}${[[["a"], html`<i>${"<"}</i>`]]}`.toString(), "<br>a<i>&lt;</i>");
  assert.throws(() => html`${Promise.resolve("late") as never}`, /await the value first/);
});

test("attributes are there where they have a value", () => {
  const link = html`<a${attribute("href", '"/?a=1&b"')}${attribute("rel", undefined)}${attribute("download", true)}${attribute("open", false)}${classes("one", false, undefined, "two")}>`;
  assert.equal(link.toString(), `<a href="&quot;/?a=1&amp;b&quot;" download class="one two">`);
  assert.equal(classes(false, undefined).toString(), "");
});
