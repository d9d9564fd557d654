import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { startStudio } from "@fmpn/studio";
import { chromium } from "playwright-core";
import { type MovingFace, movingFacesCamera } from "../../test-support/moving-faces.ts";

const FACES: readonly MovingFace[] = [
  { file: "L013_smile.jpg", side: 200, from: [0.2, 0.3], to: [0.24, 0.34] },
  { file: "composite_m_easian.jpg", side: 190, from: [0.52, 0.28], to: [0.5, 0.32] },
  { file: "composite_f_african.jpg", side: 190, from: [0.82, 0.3], to: [0.84, 0.26] },
  { file: "L030_smile.jpg", side: 190, from: [0.34, 0.74], to: [0.3, 0.72] },
  { file: "L091_neutral.jpg", side: 190, from: [0.7, 0.74], to: [0.72, 0.76] },
];

/** The studio's camera page in Chromium: frames a second, the main thread's longest wait, memory, and what a first visit loads. */
export async function benchStudio(options: ReadonlyMap<string, string>): Promise<void> {
  if (options.has("help")) return console.log("usage: npm run bench -- studio [--seconds 20]\n\nRuns the studio's camera page in Chromium with one and with five moving faces at 640 × 480 (npm run build first).");
  const seconds = Number(options.get("seconds") ?? 20);
  console.log(`${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.versions.node}`);
  console.log("faces  frames a second  ms to the answer  longest task, ms  heap at start and end, MB  ready after, ms  first load, kB gzip");
  for (const count of [1, 5]) console.log(await measure(FACES.slice(0, count), seconds));
}

async function measure(faces: readonly MovingFace[], seconds: number): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), "fmpn-bench-studio-"));
  const studio = await startStudio({ runs: path.join(folder, "runs"), bundle: fileURLToPath(new URL("../../packages/studio/dist/bundle", import.meta.url)) });
  const flags = await movingFacesCamera(path.join(folder, "camera.mjpeg"), faces);
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--enable-precise-memory-info", "--js-flags=--expose-gc", ...flags] });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, serviceWorkers: "block" });
    let loaded = 0;
    page.on("response", (response) => void response.body().then((body) => (loaded += gzipSync(body).length), () => {}));
    await page.goto(studio.url);
    await page.waitForFunction(() => document.querySelector("#model-words")?.textContent?.startsWith("Model:"));
    const ready = await page.evaluate(() => Math.round(performance.now()));
    await page.click("#camera-switch");
    await page.waitForFunction((count) => document.querySelectorAll("#camera-faces .face").length === count, faces.length);
    await page.waitForTimeout(3000);
    const result = await page.evaluate(async (seconds) => {
      const tasks: number[] = [];
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask" });
      // In place, twice: what tsx gives functions as names does not exist in the page.
      const page = globalThis as unknown as { gc?: () => void; performance: { memory: { usedJSHeapSize: number } } };
      page.gc?.();
      const before = page.performance.memory.usedJSHeapSize / 1e6;
      const words: string[] = [];
      for (let second = 0; second < seconds; second++) {
        await new Promise((resolve) => setTimeout(resolve, 1000));
        words.push(document.querySelector("#camera-meter")?.textContent ?? "");
      }
      page.gc?.();
      return { words, longest: Math.max(0, ...tasks), before, after: page.performance.memory.usedJSHeapSize / 1e6 };
    }, seconds);
    const numbers = result.words.map((line) => [...line.matchAll(/[\d.]+/g)].map(Number));
    const median = (at: number): number => numbers.map((line) => line[at] ?? NaN).toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
    return [faces.length, median(0), median(1), Math.round(result.longest), `${result.before.toFixed(1)} ${result.after.toFixed(1)}`, ready, Math.round(loaded / 1000)].map((cell) => String(cell).padStart(9)).join("  ");
  } finally {
    await browser.close();
    await studio.close();
    rmSync(folder, { recursive: true });
  }
}
