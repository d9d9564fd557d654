import assert from "node:assert/strict";
import { test } from "node:test";
import { progressBar } from "#src/terminal/progress-bar.js";

test("where there is no terminal, progress is a plain line every ten seconds", (context) => {
  const said: string[] = [];
  context.mock.method(process.stderr, "write", (text: string) => said.push(text) > 0);
  const { isTTY } = process.stderr;
  process.stderr.isTTY = false;
  context.after(() => (process.stderr.isTTY = isTTY));
  let now = 0;
  context.mock.method(performance, "now", () => now);
  const progress = progressBar();
  for (; now < 31_000; now += 500) progress({ what: "faces of jaffe", done: now / 1000, total: 100 });
  assert.deepEqual(said, ["faces of jaffe  10/100  1 min 30 s left\n", "faces of jaffe  20/100  1 min 20 s left\n", "faces of jaffe  30/100  1 min 10 s left\n"]);
  progress({ what: "faces of jaffe", done: 100, total: 100 });
  assert.equal(said.length, 3);
});
