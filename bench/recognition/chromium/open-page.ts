import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { bundle } from "../../../test-support/browser.js";
import type { ChildAnswer, CompetitorProcess } from "../competitor-process.js";
import { humanModels } from "../human-settings.js";
import type { PictureSet } from "../sets.js";
import { packageFolder, wasmFile } from "../tensorflow.js";
import type { PageCompetitor, PageModule } from "./page-competitor.js";

/** The competitors in Chromium and the modules of their pages. */
export const pages: Readonly<Record<string, string>> = { "fmpn, Chromium": "/page-fmpn.js", "human, Chromium": "/page-human.js" };

/** All that the pages fetch: scripts, models, WebAssembly and the pictures. */
export async function site(sets: readonly PictureSet[]): Promise<Map<string, Uint8Array>> {
  const here = fileURLToPath(new URL(".", import.meta.url));
  const fmpnModels = path.join(here, "../../../packages/fmpn/models");
  const human = packageFolder("@vladmandic/human");
  const files = new Map<string, string>([
    ...["expressions/compact.onnx", "faces/face-detector.onnx", "faces/second-look.onnx", "faces/faceplugin-landmarks.onnx"].map((name) => [`models/${name}`, path.join(fmpnModels, name)] as const),
    ["human/human.esm.js", path.join(human, "dist/human.esm.js")],
    ["human/tfjs-backend-wasm-simd.wasm", wasmFile()],
    ...humanModels.flatMap((name) => [`${name}.json`, `${name}.bin`]).map((name) => [`human/models/${name}`, path.join(human, "models", name)] as const),
    ...sets.flatMap(({ pictures }) => pictures.map(({ file }) => [picturePath(file), file] as const)),
  ]);
  const site = new Map(await bundle({ "page-fmpn.js": path.join(here, "page-fmpn.ts"), "page-human.js": path.join(here, "page-human.ts") }));
  for (const [name, file] of files) site.set(name, await readFile(file));
  return site;
}

const picturePath = (file: string): string => `pictures${file}`;

/** A competitor in a page of its own. What the page fetched until its first answer counts as loaded. */
export function openPage(first: Page, module: string): CompetitorProcess {
  const opened = openBeside(first);
  return {
    recognize: async ({ file, classes }) => await (await opened).evaluate(lookAt, { module, address: `/${picturePath(file)}`, classes }),
    close: async () => await (await opened).close(),
  };
}

async function openBeside(first: Page): Promise<Page> {
  const page = await first.context().browser()?.newPage();
  if (page === undefined) throw new Error("The browser has gone.");
  await page.goto(first.url());
  return page;
}

/** Runs in the page. */
async function lookAt({ module, address, classes }: { module: string; address: string; classes: readonly string[] }): Promise<ChildAnswer> {
  const kept = globalThis as { competitor?: PageCompetitor; loaded?: Pick<ChildAnswer, "coldMs" | "modelBytes" | "engineBytes"> };
  const picture = await (await fetch(address)).blob();
  const before = performance.now();
  kept.competitor ??= await ((await import(module)) as PageModule).open();
  const start = performance.now();
  const { timeExpression, ...seen } = await kept.competitor(picture, classes);
  const end = performance.now();
  if (kept.loaded === undefined) {
    const fetched = (performance.getEntriesByType("resource") as PerformanceResourceTiming[]).filter(({ name }) => !name.includes("/pictures/"));
    let [modelBytes, engineBytes] = [0, 0];
    for (const { name, decodedBodySize } of fetched) {
      if (name.includes("/models/")) modelBytes += decodedBodySize;
      else engineBytes += decodedBodySize;
    }
    kept.loaded = { coldMs: end - before, modelBytes, engineBytes };
  }
  return { ...seen, ...(timeExpression === undefined ? {} : { expressionMs: await timeExpression() }), ms: end - start, ...kept.loaded };
}
