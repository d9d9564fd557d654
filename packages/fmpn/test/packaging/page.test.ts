// The page of docs/browser.md, built by the commands that stand there, served the ways that a page may be served.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { bundleForBrowser } from "../../../../scripts/bundle-browser.mjs";
import { noBrowser, withPage } from "../../../../test-support/browser.ts";
import { demoPicture } from "../demo-folder.js";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const bundled = new URL("../../models/expressions/compact.onnx", import.meta.url);
const skip = noBrowser !== false ? noBrowser : existsSync(bundled) ? false : "models/expressions/compact.onnx is not there";

const policy = { "Content-Security-Policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'" };
const isolation = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };
const answer = /^happiness \d+ %$/;

let folder = "";
let site: Map<string, Uint8Array>;

before(async () => {
  if (skip !== false) return;
  const guide = await readFile(path.join(root, "docs/browser.md"), "utf8");
  folder = await mkdtemp(path.join(tmpdir(), "fmpn-page-"));
  await symlink(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  // Everything but the installation: the packages are those of this checkout.
  await bundleForBrowser();
  const commands = block(guide, "sh").replace(/^npm install .*\n/, "");
  await promisify(execFile)("sh", ["-e", "-c", commands], { cwd: folder });
  site = new Map([
    ...(await filesOf(path.join(folder, "public"))),
    ["index.html", Buffer.from(block(guide, "html"))],
    ["page.js", Buffer.from(block(guide, "js"))],
  ]);
});

after(async () => {
  if (folder !== "") await rm(folder, { recursive: true });
});

test("under a strict policy the page answers, with and without isolation, and still when the server is gone", { skip }, async () => {
  for (const [headers, isolated] of [[policy, false], [{ ...policy, ...isolation }, true]] as const) {
    await withPage(site, async (page, switchOff) => {
      const refused: string[] = [];
      page.on("console", (message) => message.type() === "error" && refused.push(message.text()));
      await open(page);
      assert.equal(await page.evaluate(() => crossOriginIsolated), isolated);
      assert.match(await said(page), /^Choose a picture/);
      await switchOff();
      await page.setInputFiles("input", demoPicture("L030_smile.jpg"));
      assert.match(await said(page), answer);
      // A face too small for a portrait wakes the box detector, whose file must be there already.
      await page.setInputFiles("input", demoPicture("astronaut_full.jpg"));
      assert.match(await said(page), / %/);
      await page.setInputFiles("input", path.join(root, "package.json"));
      assert.match(await said(page), /^Sorry: package\.json: /);
      assert.deepEqual(refused, []);
    }, headers);
  }
});

test("the page says what failed where a file is missing, and where memory runs out", { skip }, async () => {
  await withPage(site, async (page) => {
    for (const [file, message] of [
      ["compact.onnx", /^Sorry: .*bundled model: it could not be fetched \(status 404\)/],
      ["face-detector.onnx", /^Sorry: .*face-detector\.onnx could not be fetched \(status 404\)/],
      ["recognizer-worker.browser.js", /^Sorry: .*recognizer-worker\.browser\.js could not be loaded/],
    ] as const) {
      await page.route(`**/${file}`, (route) => route.fulfill({ status: 404 }));
      await open(page);
      assert.match(await said(page), message);
      await page.unroute(`**/${file}`);
    }
  });
  // In the page's own thread, whose memory can be made small from here.
  const script = Buffer.from(site.get("page.js") ?? []).toString().replace("{ worker: true }", "");
  await withPage(new Map([...site, ["page.js", Buffer.from(script)]]), async (page) => {
    await page.addInitScript('WebAssembly.Memory = class { constructor() { throw new RangeError("could not allocate memory"); } };');
    await open(page);
    assert.match(await said(page), /^Sorry: .*could not allocate memory/);
  });
});

async function open(page: Page): Promise<void> {
  await page.goto(new URL("index.html", page.url()).href);
}

/** What the page says once it is done. */
async function said(page: Page): Promise<string> {
  const status = page.getByRole("status").filter({ hasText: /^(?!One moment)./ });
  return (await status.textContent({ timeout: 30_000 })) ?? "";
}

/** The first block of code in a language. */
function block(guide: string, language: string): string {
  const found = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "ms").exec(guide)?.[1];
  assert.ok(found, `docs/browser.md has no block of ${language}`);
  return found;
}

async function filesOf(folder: string): Promise<[string, Uint8Array][]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return await Promise.all(files.map(async (file) => [path.relative(folder, file), await readFile(file)] as [string, Uint8Array]));
}
