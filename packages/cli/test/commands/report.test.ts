import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { writeWhole } from "@fmpn/lab/files";
import { runFmpn } from "./run-fmpn.js";

test("fmpn report writes a page and a Markdown file, or says what is wrong", async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-report-"));
  t.after(async () => await rm(folder, { recursive: true }));
  const [run, html, markdown] = ["run", "report.html", "report.md"].map((name) => path.join(folder, name));
  await writeWhole(path.join(run, "predictions.csv"), "file,subject,fold,truth,answer,fear,anger\na.png,,,fear,fear,0.9,0.1\nb.png,,,anger,fear,0.8,0.2\n");
  const made = await runFmpn(["report", run, "--out", html, "--out", markdown, "--title", "Two faces"]);
  assert.equal(made.code, 0, made.err);
  assert.equal(made.out, `written: ${html}, ${markdown}\n`);
  assert.match(await readFile(html, "utf8"), /^<!doctype html>[^]*<h1>Two faces<\/h1>[^]*<\/html>\n$/);
  assert.match(await readFile(markdown, "utf8"), /\| run \| 2 \| 50\.00 \(0\.00 to 100\.00\) \|/);

  const [ending, nothing] = [await runFmpn(["report", run, "--out", "report.pdf"]), await runFmpn(["report", folder, "--out", html])];
  assert.match(ending.err, /--out report\.pdf: a report's name ends in \.html or \.md/);
  assert.match(nothing.err, /holds no run/);
  assert.deepEqual([ending.code, nothing.code], [1, 1]);
});
