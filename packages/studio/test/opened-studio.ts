import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type BrowserContext, type Page } from "playwright-core";
import axe from "axe-core";
import { startStudio, type Studio, type StudioOptions } from "#src/server/start-studio.js";
import { type MovingFace, movingFacesCamera } from "../../../test-support/moving-faces.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** A studio with a browser whose camera shows moving faces. */
export interface OpenedStudio {
  readonly server: Studio;
  readonly context: BrowserContext;
  readonly page: Page;
  /** A folder for files, removed at the end. */
  readonly folder: string;
  /** The bundled scripts. */
  readonly bundle: string;
  /** All that the browser asked for, and what pages complained about. */
  readonly asked: { readonly method: string; readonly url: string; readonly body: boolean }[];
  readonly complaints: string[];
  close(): Promise<void>;
}

/** Bundles the scripts as they are now, serves them, and opens the page. */
export async function openStudio(faces: readonly MovingFace[], given: Pick<StudioOptions, "runs" | "data"> = {}): Promise<OpenedStudio> {
  const folder = mkdtempSync(path.join(tmpdir(), "fmpn-studio-"));
  const bundle = path.join(folder, "bundle");
  execFileSync(process.execPath, [path.join(root, "scripts/bundle-studio.mjs"), bundle]);
  const flags = await movingFacesCamera(path.join(folder, "camera.mjpeg"), faces);
  const server = await startStudio({ ...given, bundle });
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", ...flags] });
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true });
  context.setDefaultTimeout(120_000);
  const asked: { method: string; url: string; body: boolean }[] = [];
  const complaints: string[] = [];
  context.on("request", (request) => asked.push({ method: request.method(), url: request.url(), body: request.postDataBuffer() !== null }));
  context.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  context.on("weberror", (error) => complaints.push(String(error.error())));
  const page = await context.newPage();
  await page.goto(server.url);
  await page.waitForFunction(() => document.querySelector("#model-words")?.textContent?.startsWith("Model:"));
  return {
    server,
    context,
    page,
    folder,
    bundle,
    asked,
    complaints,
    async close() {
      await browser.close();
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** What axe-core finds wrong with the page as it is shown, one line each. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(async () => await (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { target: unknown }[] }[] }> } }).axe.run());
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(", ")}`);
}
