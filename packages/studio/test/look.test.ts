import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { SYNTHETIC_EXPRESSIONS } from "@fmpn/lab/measurement";
import type { Download, Page } from "playwright-core";
import sharp from "sharp";
import { startStudio } from "#src/server/start-studio.js";
import { noBrowser } from "../../../test-support/browser.ts";
import { movingFaces } from "../../../test-support/moving-faces.ts";
import { untrainedModel } from "../../lab/test/evaluation/made-models.ts";
import { accessibilityFaults, type OpenedStudio, openStudio } from "./opened-studio.ts";

const demo = fileURLToPath(new URL("../../../demo/images/", import.meta.url));
const FACES = [
  { file: "L013_smile.jpg", side: 280, from: [0.28, 0.5], to: [0.36, 0.52] },
  { file: "composite_m_easian.jpg", side: 220, from: [0.76, 0.45], to: [0.72, 0.55] },
] as const;
/** The controls within a video are stops of their own. */
const SHADOWED = 20;
const noFfmpeg = noBrowser || (spawnSync("ffmpeg", ["-version"]).error ? "ffmpeg is not installed here" : false);

let studio: OpenedStudio;
let page: Page;
before(async () => {
  if (noBrowser) return;
  studio = await openStudio(FACES);
  page = studio.page;
});
after(async () => await studio?.close());

const go = async (view: string): Promise<void> => {
  await page.click(`nav a[href="#${view}"]`);
  await page.waitForSelector(`#${view}:not([hidden])`);
};
const text = async (selector: string): Promise<string> => (await page.textContent(selector)) ?? "";
const contentOf = async (download: Download): Promise<string> => await readFile(await download.path(), "utf8");
const downloaded = async (click: string): Promise<Download> => (await Promise.all([page.waitForEvent("download"), page.click(click)]))[0];

test("the camera: faces with steady numbers, bars and masks; it ends with the camera, and lets it go", { skip: noBrowser }, async () => {
  await page.click("#camera-switch");
  await page.waitForFunction(() => document.querySelectorAll("#camera-faces .face").length === 2 && document.querySelector("#camera-meter")?.textContent !== "");
  const ids = async (): Promise<string[]> => await page.$$eval("#camera-faces .face", (cards) => cards.map(({ id }) => id));
  const before = await ids();
  assert.deepEqual(await page.$$eval("#camera-faces h2 .answer", (names) => names.map(({ textContent }) => textContent).sort()), ["happiness", "neutral"]);
  assert.match(await text("#camera-meter"), /^[\d.]+ frames a second, \d+ ms$/);
  await page.waitForFunction(() => document.querySelector("#camera-status")?.textContent?.startsWith("Looks like "));
  const painted = async (): Promise<number> => await page.$eval("#camera-screen canvas", (canvas) => {
    const { width, height } = canvas as HTMLCanvasElement;
    const data = (canvas as HTMLCanvasElement).getContext("2d")?.getImageData(0, 0, width, height).data ?? [];
    let count = 0;
    for (let at = 3; at < data.length; at += 4) if (data[at] !== 0) count += 1;
    return count / (width * height);
  });
  assert.ok((await painted()) > 0.1, "masks cover the faces");
  await page.fill("#camera-mask", "0");
  await page.waitForFunction(() => {
    const canvas = document.querySelector<HTMLCanvasElement>("#camera-screen canvas");
    const data = canvas?.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    let count = 0;
    for (let at = 3; at < data.length; at += 4) if (data[at] !== 0) count += 1;
    return canvas !== null && count / (canvas.width * canvas.height) < 0.06;
  });
  // On a machine that stalls for seconds faces are lost: the same numbers twice in a row are enough, as new ones come with every frame.
  let [earlier, now] = [before, await ids()];
  for (let tries = 0; tries < 10 && now.join() !== earlier.join(); tries++) {
    await page.waitForTimeout(1500);
    [earlier, now] = [now, await ids()];
  }
  assert.deepEqual(now, earlier, "the same people have the same numbers");

  // A hidden tab looks at nothing.
  const hide = async (hidden: boolean): Promise<void> => await page.evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
  await hide(true);
  await page.waitForTimeout(1500);
  const still = await page.$eval("#camera-screen canvas", (canvas) => (canvas as HTMLCanvasElement).toDataURL());
  await page.waitForTimeout(1500);
  assert.equal(await page.$eval("#camera-screen canvas", (canvas) => (canvas as HTMLCanvasElement).toDataURL()), still);
  await hide(false);
  await page.waitForFunction((still) => document.querySelector<HTMLCanvasElement>("#camera-screen canvas")?.toDataURL() !== still, still);

  const ended = await page.evaluate(() => {
    const stream = document.querySelector<HTMLVideoElement>("#camera-screen video")?.srcObject;
    const [track] = stream instanceof MediaStream ? stream.getVideoTracks() : [];
    track?.stop();
    track?.dispatchEvent(new Event("ended"));
    return track?.readyState;
  });
  assert.equal(ended, "ended");
  assert.equal(await text("#camera-screen .empty"), "The camera has ended.");
  assert.equal(await text("#camera-switch"), "Start the camera");
  await page.click("#camera-switch");
  await page.waitForFunction(() => document.querySelectorAll("#camera-faces .face").length === 2);
  const live = await page.evaluateHandle(() => (document.querySelector<HTMLVideoElement>("#camera-screen video")?.srcObject as MediaStream | undefined)?.getVideoTracks() ?? []);
  await go("pictures");
  assert.deepEqual(await live.evaluate((tracks) => tracks.map(({ readyState }) => readyState)), ["ended"], "who leaves the camera's page has it off");
});

test("pictures: chosen, dropped and pasted; filtered, sorted, downloaded; what cannot be read is named", { skip: noBrowser }, async () => {
  const large = path.join(studio.folder, "large.jpg");
  await writeFile(large, await sharp(path.join(demo, "L032_smile.jpg")).resize(3600, 3600).jpeg().toBuffer());
  const broken = path.join(studio.folder, "broken.jpg");
  await writeFile(broken, "no picture");
  await go("pictures");
  await page.setInputFiles("#pictures-files", [path.join(demo, "L013_smile.jpg"), large, broken]);
  await page.waitForFunction(() => document.querySelector("#pictures-status")?.textContent?.includes("faces in 3 pictures"));
  assert.match(await text("#pictures-results .notice"), /broken\.jpg .*/);
  await page.evaluate(async () => {
    const blank = new OffscreenCanvas(64, 48);
    blank.getContext("2d")?.fillRect(0, 0, 64, 48);
    const give = new DataTransfer();
    give.items.add(new File([await blank.convertToBlob()], "blank.png", { type: "image/png" }));
    document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: give, bubbles: true }));
    document.dispatchEvent(new DragEvent("drop", { dataTransfer: give, bubbles: true, cancelable: true }));
  });
  await page.waitForFunction(() => document.querySelector("#pictures-status")?.textContent?.includes("in 5 pictures"));
  const shown = async (): Promise<number> => await page.locator("#pictures-results article").count();
  assert.equal(await shown(), 5);
  await page.click('#pictures-filter [data-label="happiness"]');
  assert.equal(await shown(), 2);
  await page.click('#pictures-filter [data-label="no face"]');
  assert.equal(await shown(), 2);
  await page.click("#pictures-filter button:first-child");
  await page.selectOption("#pictures-order", "doubtful");
  const doubtful = await page.$$eval("#pictures-results figcaption span:first-child", (names) => names.map(({ textContent }) => textContent));
  await page.selectOption("#pictures-order", "confident");
  const confident = await page.$$eval("#pictures-results figcaption span:first-child", (names) => names.map(({ textContent }) => textContent));
  const people = (names: (string | null)[]): (string | null)[] => names.filter((name) => name !== "blank.png");
  assert.deepEqual(people(confident), people(doubtful).toReversed());

  const csv = (await contentOf(await downloaded("#pictures-csv"))).trim().split("\n");
  assert.match(csv[0] ?? "", /^file,face,expression,confidence,score,x,y,width,height,/);
  assert.equal(csv.length, 6);
  assert.match(csv[1] ?? "", /^L013_smile\.jpg,1,happiness,0\.\d+/);
  const json = JSON.parse(await contentOf(await downloaded("#pictures-json"))) as { file: string; width?: number; faces: { expression: string }[]; error?: string }[];
  assert.deepEqual(json.map(({ file, faces }) => [file, faces.length]), [["L013_smile.jpg", 1], ["large.jpg", 1], ["broken.jpg", 0], ["blank.png", 0], ["blank.png", 0]]);
  assert.equal(json[1]?.width, 3600);
  const png = await sharp(await (await downloaded('#pictures-results [data-do="png"]')).path()).metadata();
  assert.ok((png.width ?? 0) > (png.height ?? 0), "beside the picture stands the card");
});

test("one face: the steps of the network's way; what is taken away changes the answer", { skip: noBrowser }, async () => {
  await page.click('article:has-text("L013_smile.jpg") [data-do="look"]');
  await page.waitForSelector("#face-there:not([hidden])");
  assert.equal(await text("#face-answer"), "Looks like happiness");
  assert.match(await text("#face-facts"), /Head\d+° to the viewer's (left|right), \d+° (up|down)/);
  const colours = async (id: string): Promise<number> => await page.$eval(`#face-${id}`, (canvas) => {
    const data = (canvas as HTMLCanvasElement).getContext("2d")?.getImageData(0, 0, (canvas as HTMLCanvasElement).width, (canvas as HTMLCanvasElement).height).data ?? [];
    return new Set(Array.from({ length: data.length / 4 }, (_, at) => `${data[at * 4]},${data[at * 4 + 1]},${data[at * 4 + 2]}`)).size;
  });
  for (const id of ["crop", "gray", "mask", "masked", "landmarks"]) assert.ok((await colours(id)) > 50, `${id} shows something`);
  assert.ok(await page.isHidden("#face-fused"), "the bundled network fuses nothing in");
  const share = async (): Promise<number> => Number(await page.$eval("#face-bars .answer rect", (bar) => bar.getAttribute("width")?.replace("%", "")));
  const whole = await share();
  // The lower half of the face, from side to side.
  await page.fill("#face-patch", "24");
  const place = (await page.locator("#face-eraser").boundingBox()) ?? assert.fail();
  for (const y of [0.55, 0.7, 0.85]) {
    await page.mouse.move(place.x + place.width * 0.25, place.y + place.height * y);
    await page.mouse.down();
    for (const x of [0.35, 0.45, 0.55, 0.65, 0.75]) await page.mouse.move(place.x + place.width * x, place.y + place.height * y);
    await page.mouse.up();
  }
  await page.waitForFunction(() => document.querySelector("#face-change")?.textContent?.includes("less happiness"));
  await page.click("#face-whole");
  await page.waitForFunction((whole) => document.querySelector("#face-bars .answer rect")?.getAttribute("width") === `${whole.toFixed(1)}%`, whole);
  await page.focus("#face-eraser");
  for (let press = 0; press < 3; press++) await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("#face-change")?.textContent?.startsWith("Beside the whole face: "));
});

test("two faces side by side, and a neutral face of one's own", { skip: noBrowser }, async () => {
  await go("compare");
  await page.setInputFiles("#compare-one-file", path.join(demo, "L030_neutral.jpg"));
  await page.setInputFiles("#compare-other-file", path.join(demo, "L030_smile.jpg"));
  await page.waitForSelector("#compare-result table");
  assert.match(await text("#compare-result"), /L030_neutral\.jpg beside L030_smile\.jpg/);
  const cells = await page.$$eval("#compare-result tbody tr", (rows) => rows.map((line) => [...line.children].map(({ textContent }) => textContent)));
  const happiness = cells.find(([name]) => name === "happiness") ?? assert.fail();
  assert.match(happiness[3] ?? "", /^\+[5-9]\d$/);
  assert.match(await text("#compare-result"), /alike by 0\.\d\d/);
  await go("pictures");
  await page.click('article:has-text("L013_smile.jpg") [data-do="neutral"]');
  await page.waitForFunction(() => document.querySelector("#pictures-results")?.textContent?.includes("Beside your neutral face: as in your neutral face."));
  await go("compare");
  assert.match(await text("#compare-neutral"), /happiness.*L013_smile\.jpg/s);
  await page.click("#compare-forget");
  assert.match(await text("#compare-neutral"), /None yet/);
});

test("a video: gone through with a timeline to seek with, as CSV and SVG", { skip: noFfmpeg }, async () => {
  const frames = path.join(studio.folder, "frames.mjpeg");
  const video = path.join(studio.folder, "clip.webm");
  await writeFile(frames, Buffer.concat(await movingFaces(FACES, { frames: 30 })));
  execFileSync("ffmpeg", ["-loglevel", "error", "-f", "mjpeg", "-framerate", "15", "-i", frames, "-c:v", "libvpx", "-b:v", "2M", "-deadline", "realtime", video]);
  await go("video");
  await page.setInputFiles("#video-file", video);
  await page.waitForSelector("#video-scan:not([disabled])");
  await page.click("#video-scan");
  await page.waitForFunction(() => document.querySelector("#video-status")?.textContent === "All of it was gone through.");
  assert.match(await page.$eval("#video-timeline svg", (svg) => svg.getAttribute("aria-label") ?? ""), /of face 1, face 2 over 2 seconds/);
  const lines = (await contentOf(await downloaded("#video-csv"))).trim().split("\n");
  assert.ok(lines.length === 1 + 2 * 10 || lines.length === 1 + 2 * 11, `two faces every fifth of two seconds: ${lines.length}`);
  assert.match(lines[1] ?? "", /^0\.000,[12],(happiness|neutral),/);
  const svg = await contentOf(await downloaded("#video-svg"));
  assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" class="chart broad timeline".*<style>/);
  assert.ok((await sharp(Buffer.from(svg)).metadata()).width, "it opens on its own");
  const place = (await page.locator("#video-timeline svg").boundingBox()) ?? assert.fail();
  await page.mouse.click(place.x + place.width * 0.53, place.y + 60);
  const time = await page.$eval("#video-screen video", (video) => (video as HTMLVideoElement).currentTime);
  assert.ok(Math.abs(time - 1) < 0.15, `${time}`);
  // Played, it is followed too.
  await page.$eval("#video-screen video", async (video) => await (video as HTMLVideoElement).play());
  await page.waitForFunction(() => document.querySelectorAll("#video-faces .face").length === 2);
});

test("a model of one's own is checked and used; what is none leaves the one before", { skip: noBrowser }, async () => {
  const wrong = path.join(studio.folder, "wrong.onnx");
  await writeFile(wrong, "no model");
  await page.setInputFiles("#model-file", wrong);
  await page.waitForFunction(() => document.querySelector("#model-words")?.textContent?.includes("Model: compact, which comes"));
  assert.match(await text("#model-words"), /wrong\.onnx|the model/);
  const own = path.join(studio.folder, "own.onnx");
  await writeFile(own, untrainedModel(SYNTHETIC_EXPRESSIONS));
  await page.setInputFiles("#model-file", own);
  await page.waitForFunction(() => document.querySelector("#model-words")?.textContent?.startsWith("Model: own.onnx"));
  await writeFile(own, untrainedModel(SYNTHETIC_EXPRESSIONS, 0.1, "compact"));
  await page.setInputFiles("#model-file", own);
  await page.waitForFunction(() => document.querySelector("#model-words")?.textContent?.includes("64 × 64 pixels"));
  await page.setInputFiles("#pictures-files", path.join(demo, "L120_neutral.jpg"));
  await page.click('article:has-text("L120_neutral.jpg") [data-do="look"]');
  await page.waitForSelector("#face-fused:not([hidden])", { state: "visible" });
  await page.click("#model-own");
  await page.waitForFunction(() => document.querySelector("#model-words")?.textContent?.startsWith("Model: compact, which comes"));
});

test("every view is fit for screen readers and the keyboard, in light and dark, and stays within a telephone", { skip: noBrowser }, async () => {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const view of ["camera", "pictures", "video", "face", "compare"]) {
      await go(view);
      assert.deepEqual(await accessibilityFaults(page), [], `${view}, ${colorScheme}`);
    }
  }
  await page.setViewportSize({ width: 375, height: 800 });
  for (const view of ["camera", "pictures", "video", "face", "compare"]) {
    await go(view);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 375, view);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
});

test("the Tab key comes to everything that can be used, in every view, and shows where it is", { skip: noBrowser }, async () => {
  for (const view of ["camera", "pictures", "video", "face", "compare"]) {
    await go(view);
    const wanted = await page.evaluate(() => {
      const usable = [...document.querySelectorAll<HTMLElement>("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter((element) => element.checkVisibility() && !element.matches(":disabled"));
      usable.forEach((element, index) => (element.dataset["walk"] = String(index)));
      return usable.map(({ tagName, id, textContent }) => `${tagName} ${id || textContent}`);
    });
    await page.evaluate(() => (document.activeElement instanceof HTMLElement ? document.activeElement.blur() : undefined));
    const reached = new Set<number>();
    for (let press = 0; press < wanted.length + SHADOWED; press++) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => {
        const element = document.activeElement;
        if (!(element instanceof HTMLElement)) return undefined;
        // A file input is drawn as its label.
        const shown = [element, element.closest("label")].some((drawn) => drawn !== null && (getComputedStyle(drawn).outlineStyle !== "none" || getComputedStyle(drawn).boxShadow !== "none"));
        return { index: Number(element.dataset["walk"] ?? -1), shown };
      });
      if (at === undefined || at.index < 0) continue;
      assert.ok(at.shown, `${view}: nothing shows that ${wanted[at.index]} has the focus`);
      reached.add(at.index);
    }
    assert.deepEqual(wanted.filter((_, index) => !reached.has(index)), [], view);
  }
});

test("the link that skips to the content moves nothing when it shows: a click meant for something else comes to it", { skip: noBrowser }, async () => {
  await go("camera");
  await page.focus(".skip");
  await go("pictures");
});

test("no picture leaves the browser: all that was asked for are the site's own files, and nothing was sent along", { skip: noBrowser }, () => {
  assert.ok(studio.asked.length > 10);
  for (const { method, url, body } of studio.asked) {
    if (url.startsWith("blob:") || url.startsWith("data:")) continue;
    assert.deepEqual([method, new URL(url).origin, body], ["GET", studio.server.url, false], url);
    assert.match(new URL(url).pathname, /^\/(v-[0-9a-f]{12}\/[\w./-]+|service-worker\.js|manifest\.webmanifest|icon\.svg)?$/, url);
    assert.equal(new URL(url).search, "", url);
  }
  assert.deepEqual(studio.complaints.filter((words) => !words.includes("wrong.onnx")), [], "and no policy was broken");
});

test("it works without a network after the first visit; a new version is offered, not forced", { skip: noBrowser }, async (t) => {
  await page.evaluate(async () => await navigator.serviceWorker.ready);
  const { port } = studio.server;
  await studio.server.close();
  await page.reload();
  await page.waitForFunction(() => document.querySelector("#model-words")?.textContent?.startsWith("Model:"));
  await go("pictures");
  await page.click("#pictures-demo");
  await page.waitForFunction(() => document.querySelector("#pictures-status")?.textContent === "6 faces in 6 pictures.");

  await writeFile(path.join(studio.bundle, "demo/another.jpg"), await readFile(path.join(demo, "L107_smile.jpg")));
  const newer = await startStudio({ bundle: studio.bundle, port });
  t.after(async () => await newer.close());
  const links = async (): Promise<number> => await page.locator("#demo-pictures a").count();
  await page.reload();
  assert.equal(await links(), 6, "the old version goes on");
  await page.waitForSelector("#new-version:not([hidden])");
  await page.click("#new-version button");
  await page.waitForFunction(() => document.querySelectorAll("#demo-pictures a").length === 7);
});
