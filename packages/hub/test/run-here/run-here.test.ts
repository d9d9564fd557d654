import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { decodeImage } from "fmpn/pictures";
import { chromium } from "playwright-core";
import { noBrowser } from "../../../../test-support/browser.js";
import { fakeCamera } from "../../../../test-support/fake-camera.js";
import { browserName } from "#src/run-here/browser/browser-name.js";
import { agreement } from "#src/run-here/browser/outcome.js";
import { serveHub } from "#src/server/serve-hub.js";
import { temporaryFolder } from "../temporary-hub.js";

const PAPER = "/paper/facial-motion-prior-networks-for-facial";
const FACE = path.join(import.meta.dirname, "../../../../demo/images/L013_smile.jpg");

test("a paper's page runs its model: own picture, camera, the claim measured again, and offered", { skip: noBrowser }, async (t) => {
  const folder = await temporaryFolder(t);
  const faults: string[] = [];
  const hub = await serveHub({ database: path.join(folder, "hub.sqlite"), worker: false, onFault: (error, asked) => faults.push(`${asked}: ${error.stack}`) });
  t.after(hub.close);
  const camera = path.join(folder, "camera.y4m");
  const { width, height, ...picture } = await decodeImage(FACE);
  await writeFile(camera, fakeCamera({ width: width - (width % 2), height: height - (height % 2), ...cut(picture.data, width, height) }));
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${camera}`] });
  t.after(() => browser.close());
  const page = await browser.newPage();
  const said: string[] = [];
  const asked: { method: string; address: URL; body: number }[] = [];
  page.on("console", (message) => /Content Security Policy|Refused/.test(message.text()) && said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("request", (request) => asked.push({ method: request.method(), address: new URL(request.url()), body: request.postDataBuffer()?.length ?? 0 }));

  await page.goto(`${hub.url}/sign-up`);
  for (const [name, value] of [["name", "Ada"], ["email", "ada@example.org"], ["password", "a long password"]] as const) await page.fill(`#${name}`, value);
  await page.click("main button.primary");
  await page.goto(hub.url + PAPER);
  assert.match(await page.locator("#run-here").innerText(), /its licence: non-commercial use only/, "the licence stands there before anything is loaded");
  assert.ok(!asked.some(({ address }) => address.pathname.endsWith(".onnx")));
  asked.length = 0;
  await page.click("#run-load");
  await page.waitForSelector("#run-live:not([hidden])");

  await page.setInputFiles("#run-files", FACE);
  await page.waitForSelector("#run-pictures .face");
  assert.match(await page.locator("#run-pictures .face h2").innerText(), /happiness/);
  await page.click("#run-camera");
  await page.waitForSelector("#run-faces .face");
  await page.click("#run-camera");
  await page.waitForSelector("#run-stage", { state: "hidden" });

  await page.selectOption("#split", { label: "Seed 2, measured here, 1,000 faces" });
  await page.click("#run-measure");
  await page.waitForFunction(() => /^[1-9]\d* of 1000 faces/.test(document.querySelector("#run-words")?.textContent ?? ""));
  await page.click("#run-stop");
  assert.equal(await page.locator("#run-words").innerText(), "Stopped.", "the page stays live while its worker measures");

  await page.selectOption("#split", { label: "Seed 2, a short look, 105 faces" });
  await page.click("#run-measure");
  await page.waitForSelector("#run-outcome .chip", { timeout: 120_000 });
  const outcome = await page.locator("#run-outcome").innerText();
  assert.match(outcome, /same answers/, "the browser and the hub answered alike");
  assert.match(outcome, /\d\d\.\d %\s+accuracy, \d\d\.\d % to \d\d\.\d %/);
  assert.deepEqual(asked.filter(({ method, body }) => method !== "GET" || body > 0), [], "nothing was sent");
  assert.deepEqual([...new Set(asked.filter(({ address }) => address.protocol !== "blob:").map(({ address }) => address.origin))], [hub.url]);

  const forged = async (change: (document: Record<string, unknown>) => Record<string, unknown>, headers: Record<string, string> = {}): Promise<number> => {
    const document = JSON.parse(await page.inputValue("#run-outcome [name=document]")) as Record<string, unknown>;
    const form = { protocol: await page.inputValue("#run-outcome [name=protocol]"), document: JSON.stringify(change(document)) };
    return (await page.request.post(`${hub.url}/run-here/offers`, { form, headers: { origin: hub.url, ...headers }, maxRedirects: 0 })).status();
  };
  const split = (JSON.parse(await page.inputValue("#run-outcome [name=document]")) as { split: object }).split;
  assert.equal(await forged((document) => ({ ...document, metrics: { ...(document["metrics"] as object), accuracy: { value: 0.99 } } })), 422, "figures that don't follow");
  assert.equal(await forged((document) => ({ ...document, confusion: [[1]] })), 422);
  assert.equal(await forged((document) => ({ ...document, split: { ...split, content_sha256: "0".repeat(64) } })), 422, "other faces");
  assert.equal(await forged((document) => ({ ...document, model: { file: "x", sha256: "0".repeat(64), bytes: 1 } })), 422, "another model");
  assert.equal(await forged((document) => document, { origin: "https://evil.example", "sec-fetch-site": "cross-site" }), 403);

  await page.click("#run-outcome form button");
  await page.waitForURL("**/model/fmpn-compact-bundled#browsers");
  assert.match(await page.locator("main").innerText(), /In visitors' browsers[\s\S]*1 browser of 1 gave the same answers[\s\S]*Chromium \d+ on Linux/);
  const address = (await page.locator('a[href^="/browser-measurements/"]').getAttribute("href")) ?? "";
  assert.equal(((await (await page.request.get(hub.url + address)).json()) as { answers_sha256: string }).answers_sha256.length, 64);
  await page.goBack();
  assert.deepEqual([said, faults], [[], []]);

  const stranger = await browser.newContext();
  assert.equal((await stranger.request.post(`${hub.url}/run-here/offers`, { form: { protocol: "1", document: "{}" }, headers: { origin: hub.url } })).status(), 401);
  const quarantined = "f".repeat(64);
  await hub.database.sql.insertInto("artifact").values({ sha256: quarantined, bytes: 1, kind: "onnx", opset: null, operators: "[]", inputs: "[]", outputs: "[]", screened_at: null, verdict: null, quarantine: 1 }).execute();
  assert.equal((await stranger.request.get(`${hub.url}/artifacts/${quarantined}.onnx`)).status(), 404, "what waits for a reviewer is given to nobody");
  assert.equal((await stranger.request.get(`${hub.url}/artifacts/..%2f..%2fhub.sqlite`)).status(), 404);
  // Last: the server lets such a connection go.
  assert.equal((await page.request.post(`${hub.url}/run-here/offers`, { form: { document: "x".repeat(500_000) }, headers: { origin: hub.url } })).status(), 413);
});

test("a browser is told by its kind and system, and agreement by hashes", () => {
  assert.equal(browserName("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/143.0.0.0 Safari/537.36"), "Chromium 143 on Linux");
  assert.equal(browserName("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15"), "Safari 18 on macOS");
  assert.equal(browserName("Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0"), "Firefox 130 on Windows");
  assert.equal(browserName(""), "a browser");
  const document = { split: { content_sha256: "a" }, answers_sha256: "b" } as Parameters<typeof agreement>[0];
  const measured = { slug: "m", accuracy: 1, low: null, high: null };
  assert.equal(agreement(document, { contentSha256: "x", measured: { ...measured, answers: "b" } }), "other faces");
  assert.equal(agreement(document, { contentSha256: "a", measured: { ...measured, answers: "b" } }), "same answers");
  assert.equal(agreement(document, { contentSha256: null, measured: { ...measured, answers: "c" } }), "other answers");
  assert.equal(agreement(document, { contentSha256: "a", measured: undefined }), "not measured");
});

/** Even sides, as a video's planes want them. */
function cut(data: Uint8ClampedArray, width: number, height: number): { readonly data: Uint8ClampedArray } {
  const [even, rows] = [width - (width % 2), height - (height % 2)];
  const kept = new Uint8ClampedArray(even * rows * 3);
  for (let row = 0; row < rows; row += 1) kept.set(data.subarray(row * width * 3, (row * width + even) * 3), row * even * 3);
  return { data: kept };
}
