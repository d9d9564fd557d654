// Tries the ready script and the package where they are said to run: Firefox, a service worker in Chromium, Deno, Bun, and
// workerd. What is not installed is skipped with a word. Deno, Bun and workerd are looked for in node_modules and on the PATH:
//   npm install --no-save deno bun workerd && npm run try-runtimes
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import sharp from "sharp";
import { bundleForBrowser } from "./bundle-browser.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const at = (file) => path.join(root, file);
const photo = at("demo/images/L030_smile.jpg");
const expected = "happiness";
const patience = 120_000;

const place = await mkdtemp(path.join(tmpdir(), "fmpn-runtimes-"));
const { data, info } = await sharp(photo).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
const pixels = `{ width: ${info.width}, height: ${info.height}, data: Uint8ClampedArray.from(atob("${data.toString("base64")}"), (c) => c.charCodeAt(0)) }`;
// Deno looks into packages where it finds one around the script.
await writeFile(path.join(place, "package.json"), '{ "type": "module" }');
await mkdir(path.join(place, "profile"));
await bundleForBrowser();

/** What a script says on its standard output; its process is ended when that takes too long. */
async function said(command, args, options = {}) {
  const child = spawn(command, args, { cwd: place, stdio: ["ignore", "pipe", "pipe"], ...options });
  let [out, err] = ["", ""];
  child.stdout.on("data", (part) => (out += part));
  child.stderr.on("data", (part) => (err += part));
  const timer = setTimeout(() => child.kill("SIGKILL"), patience);
  const code = await new Promise((resolve) => child.on("close", resolve).on("error", (error) => resolve((err += error.message) && -1)));
  clearTimeout(timer);
  if (code !== 0) throw new Error(err.trim().split("\n").slice(0, 3).join(" ") || `it ended with ${code}`);
  return out.trim();
}

/** A site of the package's files and more; `answer` resolves with what a page posts to /said. */
async function serve(more) {
  let tell;
  const answer = new Promise((resolve, reject) => {
    tell = resolve;
    setTimeout(() => reject(new Error("no answer came")), patience).unref();
  });
  const types = { ".js": "text/javascript", ".html": "text/html", ".jpg": "image/jpeg" };
  const server = createServer(async (request, response) => {
    const name = new URL(request.url, "http://localhost").pathname.slice(1) || "index.html";
    if (name === "said") {
      let body = "";
      for await (const part of request) body += part;
      tell(body);
      return void response.end();
    }
    const content = more[name] ?? (name === "photo.jpg" ? await readFile(photo) : await readFile(at(`packages/${name}`)).catch(() => undefined));
    response.writeHead(content === undefined ? 404 : 200, { "Content-Type": types[path.extname(name)] ?? "application/octet-stream", "Content-Security-Policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'" });
    response.end(content);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { address: `http://127.0.0.1:${server.address().port}/`, answer, close: () => server.close() };
}

const recognize = (load, source) => `
  const start = performance.now();
  const recognizer = await Recognizer.load(${load});
  const [face] = await recognizer.recognize(${source});
  const first = performance.now() - start;
  await recognizer.close();
  const answer = face.expression + " on " + face.provider + ", first answer after " + first.toFixed(0) + " ms";`;

const page = {
  "index.html": '<!doctype html><meta charset="utf-8"><title>…</title><script type="module" src="page.js"></script>',
  "page.js": `const say = (text) => fetch("/said", { method: "POST", body: text });
try {
  const { Recognizer } = await import("/fmpn/dist/browser/fmpn.js");
  const photo = await (await fetch("/photo.jpg")).blob();
  ${recognize("{ worker: true }", "photo")}
  await say(answer);
} catch (error) { await say("failed: " + error.message); }`,
};

const binary = (name) => [at(`node_modules/.bin/${name}`), ...(process.env.PATH ?? "").split(path.delimiter).map((folder) => path.join(folder, name))].find((file) => existsSync(file));

const tries = {
  async "Firefox, in a worker, under a strict policy"() {
    const firefox = binary("firefox-esr") ?? binary("firefox");
    if (firefox === undefined) return undefined;
    const site = await serve(page);
    const profile = path.join(place, "profile");
    const child = spawn(firefox, ["--headless", "--no-remote", "--profile", profile, site.address], { stdio: "ignore", env: { ...process.env, HOME: place } });
    try {
      return await site.answer;
    } finally {
      child.kill();
      site.close();
    }
  },
  async "Chromium, in a service worker"() {
    if (!existsSync("/usr/bin/chromium")) return undefined;
    const site = await serve({
      "index.html": "<!doctype html><title>…</title>",
      "service.js": `import { Recognizer } from "/fmpn/dist/browser/fmpn.js";
const say = (text) => fetch("/said", { method: "POST", body: text });
async function run() {
  const photo = await (await fetch("/photo.jpg")).blob();
  ${recognize("", "photo")}
  await say(answer);
}
addEventListener("install", (event) => event.waitUntil(run().catch((error) => say("failed: " + error.message))));`,
    });
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
    try {
      const opened = await browser.newPage();
      await opened.goto(site.address);
      void opened.evaluate(() => navigator.serviceWorker.register("/service.js", { type: "module" })).catch(() => {});
      return await site.answer;
    } finally {
      await browser.close();
      site.close();
    }
  },
  async workerd() {
    const workerd = binary("workerd");
    if (workerd === undefined) return undefined;
    const site = await serve({});
    const at = (file) => site.address + "fmpn/models/" + file;
    await writeFile(path.join(place, "worker.js"), `import { Recognizer, provideKernels } from "fmpn";
import kernels from "kernels.wasm";
provideKernels(kernels);
export default { async test() {
  ${recognize(`{ model: "${at("expressions/compact.onnx")}", detector: { models: "${at("faces/")}" } }`, pixels)}
  await fetch("${site.address}said", { method: "POST", body: answer });
} };`);
    const embedded = (file) => JSON.stringify(path.relative(place, file));
    await writeFile(path.join(place, "workerd.capnp"), `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "main", worker = .worker), (name = "internet", network = (allow = ["public", "private", "local"]))]);
const worker :Workerd.Worker = (compatibilityDate = "2026-01-01", modules = [
  (name = "worker", esModule = embed "worker.js"),
  (name = "fmpn", esModule = embed ${embedded(path.join(root, "packages/fmpn/dist/browser/fmpn.js"))}),
  (name = "kernels.wasm", wasm = embed ${embedded(path.join(root, "packages/fmpn/dist/browser/kernels.wasm"))}),
]);`);
    try {
      await said(workerd, ["test", "workerd.capnp"]);
      return await site.answer;
    } finally {
      site.close();
    }
  },
  Deno: async () => await inRuntime("deno", ["run", "--allow-all"]),
  Bun: async () => await inRuntime("bun", ["run"]),
};

/** The package as Node has it, with a picture's file. */
async function inRuntime(name, args) {
  const runtime = binary(name);
  if (runtime === undefined) return undefined;
  const script = path.join(place, `${name}.mjs`);
  await writeFile(script, `import { Recognizer } from ${JSON.stringify(pathToFileURL(at("packages/fmpn/dist/index.js")).href)};${recognize("", JSON.stringify(photo))}\nconsole.log(answer);`);
  return await said(runtime, [...args, script]);
}

try {
  const wanted = process.argv.slice(2);
  for (const [name, run] of Object.entries(tries)) {
    if (wanted.length > 0 && !wanted.some((word) => name.toLowerCase().includes(word.toLowerCase()))) continue;
    const answer = await run().catch((error) => `failed: ${error.message}`);
    console.log(`${name.padEnd(44)} ${answer ?? "not installed here: skipped"}`);
    if (answer !== undefined && !answer.startsWith(`${expected} on simd`)) process.exitCode = 1;
  }
} finally {
  await rm(place, { recursive: true, force: true, maxRetries: 3 });
}
