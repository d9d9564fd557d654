import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { cpus } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { bundleForBrowser } from "../../scripts/bundle-browser.mjs";
import { stagePackage } from "../../scripts/stage-package.mjs";
import { bundle, noBrowser, withPage } from "../../test-support/browser.js";
import { median } from "../src/median.js";
import { openOurs, openRuntime, type Timing, timeInTurn } from "./engines.js";

const help = `usage: npm run bench -- inference [options]

Our kernels beside ONNX Runtime's native code and WebAssembly, on one thread, in turn in one process: milliseconds of a run (best /
median), from the start of a process to its first answer, and memory. Relaxed SIMD wants Node 24 or newer:
  npx --yes --package=node@24 -- npm run bench -- inference

  --rounds N  runs of each; default 200
  --starts N  new processes for the first answer; default 5
  --chromium  in headless Chromium instead, beside onnxruntime-web
  --json      one JSON document on standard output`;

const root = fileURLToPath(new URL("../..", import.meta.url));
const models = path.join(root, "packages/fmpn/models");
const picture = path.join(root, "demo/images/L030_smile.jpg");
const named = ["expressions/compact", "faces/face-detector", "faces/second-look", "faces/faceplugin-landmarks"];

interface FirstAnswer {
  readonly ms: number;
  readonly cpuMs?: number;
  readonly bytes?: number;
}

/** `npm run bench -- inference`. */
export async function benchInference(options: ReadonlyMap<string, string>): Promise<void> {
  if (options.has("help")) return console.log(help);
  const rounds = Number(options.get("rounds") ?? 200);
  const starts = Number(options.get("starts") ?? 5);
  const files = (await Promise.all(named.map(async (name) => [name, await readFile(path.join(models, `${name}.onnx`)).catch(() => undefined)] as const))).flatMap(([name, bytes]) =>
    bytes === undefined ? [] : [[path.basename(name), bytes] as const],
  );
  const chromium = options.has("chromium");
  if (chromium && noBrowser !== false) throw new Error(noBrowser);
  const { timings, first } = chromium ? await inChromium(files, rounds, starts) : await inNode(files, rounds, starts);
  const machine = { date: new Date().toISOString().slice(0, 10), engine: chromium ? "Chromium" : `Node ${process.version}`, cpu: cpus()[0]?.model.trim() };
  if (options.has("json")) return console.log(JSON.stringify({ ...machine, timings, first }, null, 2));
  const engines = Object.keys(Object.values(timings)[0] ?? {});
  const cell = ({ best, median }: Timing): string => `${best.toFixed(2)} / ${median.toFixed(2)}`;
  console.log(Object.values(machine).join(", "), "\n");
  console.log(table(["ms a run, best / median", ...engines], Object.entries(timings).map(([model, ofModel]) => [model, ...engines.map((engine) => cell(ofModel[engine] ?? { best: Number.NaN, median: Number.NaN }))])));
  console.log();
  const counted = (value: number | undefined, unit: string): string => (value === undefined ? "" : `${value.toFixed(0)} ${unit}`);
  console.log(
    table(
      ["first answer, median", "ms", "of them computing", "memory beyond the process's own"],
      Object.entries(first).map(([name, { ms, cpuMs, bytes }]) => [name, counted(ms, "ms"), counted(cpuMs, "ms"), counted(bytes === undefined ? undefined : bytes / 1e6, "MB")]),
    ),
  );
}

async function inNode(files: readonly (readonly [string, Uint8Array])[], rounds: number, starts: number): Promise<{ timings: Record<string, Record<string, Timing>>; first: Record<string, FirstAnswer> }> {
  process.env["ORT_DISABLE_TELEMETRY"] = "1";
  const [native, web] = [await import("onnxruntime-node"), await import("onnxruntime-web")];
  web.env.wasm.numThreads = 1;
  const timings: Record<string, Record<string, Timing>> = {};
  for (const [name, bytes] of files) {
    const runs = { ...(await openOurs(bytes)), "onnxruntime-web": await openRuntime(web, bytes, "wasm"), "onnxruntime-node": await openRuntime(native.default ?? native, bytes, "cpu") };
    timings[name] = await timeInTurn(runs, rounds);
  }
  const found: Record<string, FirstAnswer[]> = {};
  const script = await compiledScript();
  // As they are installed.
  const published = path.join(root, "out/published");
  for (const name of ["graph", "fmpn"]) await stagePackage(name, published);
  for (let start = 0; start < starts; start += 1) {
    for (const [label, what] of [["compact, ours", "ours"], ["compact, onnxruntime-node", "onnxruntime-node"], ["compact, onnxruntime-web", "onnxruntime-web"], ["a picture, fmpn", "fmpn"]] as const) {
      const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script, "--", what, path.join(models, "expressions/compact.onnx"), picture], { cwd: published });
      (found[label] ??= []).push(JSON.parse(stdout) as FirstAnswer);
    }
  }
  return { timings, first: medians(found) };
}

/** The script as plain JavaScript, so that nothing but what is measured has to load. */
async function compiledScript(): Promise<string> {
  const { transform } = await import("esbuild");
  const source = await readFile(new URL("first-answer.ts", import.meta.url), "utf8");
  return (await transform(source, { loader: "ts", format: "esm", target: "node20" })).code.replaceAll("process.argv.slice(2)", "process.argv.slice(1)");
}

async function inChromium(files: readonly (readonly [string, Uint8Array])[], rounds: number, starts: number): Promise<{ timings: Record<string, Record<string, Timing>>; first: Record<string, FirstAnswer> }> {
  await bundleForBrowser();
  const site = new Map(await bundle({ "page.js": fileURLToPath(new URL("page.ts", import.meta.url)) }));
  for (const [name, bytes] of files) site.set(`${name}.onnx`, bytes);
  const dist = path.join(root, "packages/fmpn/dist/browser");
  for (const name of ["fmpn.js", "recognizer-worker.browser.js"]) site.set(`fmpn/dist/browser/${name}`, await readFile(path.join(dist, name)));
  for (const [name, bytes] of files) site.set(`fmpn/models/${named.find((file) => file.endsWith(`/${name}`)) ?? name}.onnx`, bytes);
  site.set("photo.jpg", await readFile(picture));
  const found: Record<string, FirstAnswer[]> = {};
  const timings: Record<string, Record<string, Timing>> = {};
  await withPage(
    site,
    async (page) => {
      for (const [name] of files) {
        timings[name] = (await page.evaluate(async ([address, count]) => await (await import(`${location.origin}/page.js`)).timeModel(address, count), [`/${name}.onnx`, rounds] as [string, number])) as Record<string, Timing>;
      }
      for (let start = 0; start < starts; start += 1) {
        const context = await page.context().browser()?.newContext();
        if (context === undefined) throw new Error("The browser has gone.");
        for (const label of ["a picture, fmpn, first visit", "a picture, fmpn, second visit"]) (found[label] ??= []).push({ ms: await firstAnswer(await context.newPage(), page.url()) });
        await context.close();
      }
    },
    { "Cache-Control": "max-age=3600" },
  );
  return { timings, first: medians(found) };
}

/** From before the script is asked for to the answer. */
async function firstAnswer(page: Page, address: string): Promise<number> {
  await page.goto(address);
  const ms = await page.evaluate(async () => {
    const photo = await (await fetch("/photo.jpg")).blob();
    const start = performance.now();
    const { Recognizer } = await import(`${location.origin}/fmpn/dist/browser/fmpn.js`);
    const recognizer = await Recognizer.load();
    await recognizer.recognize(photo);
    return performance.now() - start;
  });
  await page.close();
  return ms;
}

function medians(found: Readonly<Record<string, readonly FirstAnswer[]>>): Record<string, FirstAnswer> {
  const middle = (answers: readonly FirstAnswer[], key: "cpuMs" | "bytes"): Record<string, number> =>
    answers.some((answer) => answer[key] === undefined) ? {} : { [key]: median(answers.map((answer) => answer[key] ?? Number.NaN)) };
  return Object.fromEntries(Object.entries(found).map(([name, answers]) => [name, { ms: median(answers.map(({ ms }) => ms)), ...middle(answers, "cpuMs"), ...middle(answers, "bytes") }]));
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
