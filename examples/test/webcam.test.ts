import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { decodeImage, resize, toRgb } from "fmpn/pictures";
import { chromium } from "playwright-core";
import { noBrowser } from "../../test-support/browser.ts";
import { fakeCamera } from "../../test-support/fake-camera.ts";
import { buildStrictPage } from "../strict-page/build.ts";
import { serveFolder } from "../strict-page/serve.ts";

test("the webcam page names and covers the face that the camera sees, under a strict policy", { skip: noBrowser, timeout: 240_000 }, async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-webcam-"));
  t.after(async () => await rm(folder, { recursive: true }));
  const site = path.join(folder, "site");
  await buildStrictPage(site);
  const face = toRgb(await decodeImage(fileURLToPath(new URL("../../demo/images/L030_smile.jpg", import.meta.url))));
  await writeFile(path.join(folder, "camera.y4m"), fakeCamera(resize(face, 640, 480)));
  const { url, close } = await serveFolder(site);
  t.after(close);
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${path.join(folder, "camera.y4m")}`],
  });
  t.after(async () => await browser.close());
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(url);
  await page.getByText("Ready.").waitFor({ timeout: 90_000 });
  await page.getByRole("button", { name: "Start the camera" }).click();
  await page.getByText(/^\d+: looks like happiness$/).waitFor({ timeout: 90_000 });
  const covered = async (): Promise<number> =>
    await page.evaluate(() => {
      const canvas = document.querySelector("canvas") as HTMLCanvasElement;
      const { data } = (canvas.getContext("2d") as CanvasRenderingContext2D).getImageData(0, 0, canvas.width, canvas.height);
      return data.filter((value, at) => at % 4 === 3 && value > 0).length / (data.length / 4);
    });
  assert.ok((await covered()) > 0.03, "box, bars and mask are drawn");
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByText("The camera is off.").waitFor({ timeout: 30_000 });
  assert.equal(await covered(), 0, "and go with the camera");
  assert.deepEqual(problems, []);
  assert.ok(asked.every((address) => address.startsWith(url)), "nothing is asked of anyone else");
});
