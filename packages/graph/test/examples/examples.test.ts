import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { decodeModel } from "@fmpn/graph/onnx";
import { noBrowser, withPage } from "../../../../test-support/browser.ts";
import { buildPage } from "../../examples/build-page.ts";
import { drawGraph } from "../../examples/draw-graph.ts";
import { accuracy } from "../../examples/recognize.ts";

const at = (file: string): string => fileURLToPath(new URL(`../../${file}`, import.meta.url));
const text = (file: string): Promise<string> => readFile(at(file), "utf8");

test("the README shows the examples as they are", async () => {
  const readme = await text("README.md");
  for (const file of ["examples/train.ts", "examples/page.ts"]) assert.ok(readme.includes(await text(file)), `README.md does not hold ${file}`);
});

test("the example trains in Node, and its exported file recognizes new images", async () => {
  const { file } = await import("../../examples/train.ts");
  const share = await accuracy(file);
  assert.ok(share > 0.95, `${share}`);
  assert.deepEqual(decodeModel(file, "classifier").metadata, { classes: "lying,standing" });
});

test("the picture of the graph is that of the file beside it, and of the example", async () => {
  const committed = decodeModel(await readFile(at("docs/classifier.onnx")), "classifier.onnx");
  assert.equal(drawGraph(committed), await text("docs/classifier.svg"));
  const { file } = await import("../../examples/train.ts");
  assert.equal(drawGraph(decodeModel(file, "trained now")), await text("docs/classifier.svg"));
});

test("the example trains in a web page, built as its comment says", { skip: noBrowser }, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-page-"));
  try {
    await buildPage(folder);
    const names = (await readdir(folder, { recursive: true })).filter((name) => path.extname(name) !== "");
    const files = new Map(await Promise.all(names.map(async (name) => [name.replaceAll(path.sep, "/"), new Uint8Array(await readFile(path.join(folder, name)))] as const)));
    await withPage(files, async (page) => {
      await page.goto(new URL("/index.html", page.url()).href);
      const line = page.getByText("new images named right");
      await line.waitFor({ timeout: 60_000 });
      const share = Number(/([\d.]+) %/.exec((await line.textContent()) ?? "")?.[1]);
      assert.ok(share > 95, `${share} %`);
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
