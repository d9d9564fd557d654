/** Runs code in headless Chromium, for tests: bundles it, serves it on 127.0.0.1 and opens a page on it. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { chromium, type Page } from "playwright-core";

const root = fileURLToPath(new URL("..", import.meta.url));
const executable = "/usr/bin/chromium";
const ortFolder = path.join(root, "node_modules/onnxruntime-web/dist");

/** Why browser tests cannot run here, for `test(…, { skip })`; false where they can. */
export const noBrowser: string | false = existsSync(executable) ? false : `${executable} is not installed here`;

/** Files that a page can fetch, by their path without the leading slash. */
export type SiteFiles = ReadonlyMap<string, Uint8Array>;

/**
 * Bundles modules for the browser. ONNX Runtime is left out and served from `/ort/`, as it finds its WebAssembly and
 * starts its threads by its own address.
 *
 * @param entries module files by the name that the page will load them under, e.g. { "page.js": "…/page.ts" }
 */
export async function bundle(entries: Readonly<Record<string, string>>): Promise<SiteFiles> {
  const { outputFiles } = await build({
    entryPoints: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name.replace(/\.js$/, ""), file])),
    absWorkingDir: root,
    outdir: path.join(root, "out"),
    write: false,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    conditions: ["browser"],
    target: "es2022",
    alias: Object.fromEntries(["", "/webgpu", "/wasm"].map((part) => [`onnxruntime-web${part}`, `/ort/ort${part.replace("/", ".")}.bundle.min.mjs`])),
    external: ["/ort/*"],
  });
  return new Map(outputFiles.map((file) => [path.basename(file.path), file.contents]));
}

/** The headers that WebAssembly threads want. */
const isolation = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

/**
 * Serves files, opens an empty page on the server, and closes both.
 *
 * @param use what to do with the page; `switchOff` ends the server before that
 * @param headers what every answer carries; by default the headers that WebAssembly threads want
 */
export async function withPage<T>(
  files: SiteFiles,
  use: (page: Page, switchOff: () => Promise<void>) => Promise<T>,
  headers: Readonly<Record<string, string>> = isolation,
): Promise<T> {
  const server = createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname.slice(1));
    void contentOf(files, name).then((content) => {
      response.writeHead(content === undefined ? 404 : 200, {
        "Content-Type": typeByEnding[path.extname(name)] ?? "application/octet-stream",
        ...headers,
      });
      response.end(content);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await chromium.launch({ executablePath: executable, args: ["--no-sandbox"] });
  const switchOff = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  try {
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(String(error)));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const result = await use(page, switchOff);
    if (problems.length > 0) throw new Error(`The page threw: ${problems.join("; ")}`);
    return result;
  } finally {
    await browser.close();
    server.close();
  }
}

const typeByEnding: Readonly<Record<string, string>> = {
  "": "text/html",
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

async function contentOf(files: SiteFiles, name: string): Promise<Uint8Array | undefined> {
  if (name === "") return new TextEncoder().encode("<!doctype html><title>test</title>");
  if (name === "favicon.ico") return new Uint8Array();
  const known = files.get(name);
  if (known !== undefined || !name.startsWith("ort/")) return known;
  return readFile(path.join(ortFolder, path.basename(name))).catch(() => undefined);
}
