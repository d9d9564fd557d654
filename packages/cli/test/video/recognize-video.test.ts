import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { decodeImage, resize, toRgb } from "fmpn/pictures";
import sharp from "sharp";
import { runFmpn, startFmpn } from "../commands/run-fmpn.js";
import { startFfmpeg } from "#src/video/ffmpeg.js";

const noFfmpeg = spawnSync("ffmpeg", ["-version"]).error !== undefined && "ffmpeg is not installed here";
const demo = fileURLToPath(new URL("../../../../demo/images/", import.meta.url));

let folder = "";
let frames: Buffer[] = [];
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "fmpn-video-"));
  const pictures = await Promise.all(["L030_neutral", "L030_smile"].map(async (name) => toRgb(await decodeImage(`${demo}${name}.jpg`))));
  frames = pictures.map((picture) => Buffer.from(resize(picture, 192, 192).data));
});
after(async () => await rm(folder, { recursive: true }));

/** A second at rest and a second smiling, ten frames each. */
async function makeClip(): Promise<string> {
  const clip = path.join(folder, "clip.mp4");
  const run = startFfmpeg("ffmpeg", ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "192x192", "-r", "10", "-i", "pipe:0", "-c:v", "mpeg4", "-q:v", "2", "-y", `file:${clip}`], clip);
  for (let frame = 0; frame < 20; frame += 1) run.process.stdin?.write(frames[Math.floor(frame / 10)]);
  run.process.stdin?.end();
  await run.end();
  return clip;
}

interface Line {
  readonly time: number;
  readonly faces: readonly { readonly id: number; readonly expression: string }[];
}

test("a video is followed in time, drawn upon, and shown on the page with a timeline", { skip: noFfmpeg }, async () => {
  const clip = await makeClip();
  const out = path.join(folder, "seen");
  const { code, out: said, err } = await runFmpn(["recognize", clip, "--every", "0.25", "--jsonl", "--out", out]);
  assert.equal(code, 0, err);
  const lines = said.trimEnd().split("\n").map((line) => JSON.parse(line) as Line);
  assert.deepEqual(lines.map(({ time }) => time), [0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75]);
  assert.deepEqual(new Set(lines.flatMap(({ faces }) => faces.map(({ id }) => id))), new Set([1]));
  assert.deepEqual([lines[0]?.faces[0]?.expression, lines.at(-1)?.faces[0]?.expression], ["neutral", "happiness"]);
  assert.deepEqual((await readdir(out)).toSorted(), ["clip-annotated.mp4", "index.html"]);
  const page = await readFile(path.join(out, "index.html"), "utf8");
  assert.match(page, /aria-label="How face 1 looked over time"/);
  const again = await runFmpn(["recognize", path.join(out, "clip-annotated.mp4"), "--every", "1", "--csv"]);
  assert.equal(again.code, 0, again.err);
  const [head, first, second, ...rest] = again.out.trimEnd().split("\n");
  assert.match(head ?? "", /^time,id,file,face,expression,/);
  assert.match(first ?? "", /^0,1,.*clip-annotated\.mp4,1,/);
  assert.match(second ?? "", /^1,1,/);
  assert.deepEqual(rest, []);
});

test("animated GIF and WebP files are followed without ffmpeg, each picture for its own time", async () => {
  const animated = path.join(folder, "wink.webp");
  await sharp(Buffer.concat([...frames, ...frames]), { raw: { width: 192, height: 768, channels: 3, pageHeight: 192 } as never }).webp({ quality: 90, delay: [400, 800, 400, 400], loop: 0 }).toFile(animated);
  const { code, out, err } = await startFmpn(["recognize", animated, "--every", "0.4", "--jsonl"], undefined, { PATH: path.dirname(process.execPath) });
  assert.equal(code, 0, err);
  const lines = out.trimEnd().split("\n").map((line) => JSON.parse(line) as Line);
  assert.deepEqual(lines.map(({ time }) => time), [0, 0.4, 0.8, 1.2, 1.6]);
  assert.equal(lines[2]?.faces[0]?.expression, "happiness");
});

test("without ffmpeg a clear sentence says so; a damaged video and one that names addresses are refused by name", async () => {
  const broken = path.join(folder, "broken.mp4");
  await writeFile(broken, "no video");
  const missing = await startFmpn(["recognize", broken], undefined, { PATH: folder });
  assert.equal(missing.code, 1);
  assert.match(missing.err, /broken\.mp4: videos are read by ffmpeg, which is not installed here or not on the PATH; install it \(apt install ffmpeg/);
  if (noFfmpeg !== false) return;
  const playlist = path.join(folder, "list.mp4");
  await writeFile(playlist, "#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/secret.ts\n");
  const { code, out, err } = await runFmpn(["recognize", broken, playlist, path.join(demo, "L030_smile.jpg"), "--json"]);
  assert.equal(code, 1);
  assert.deepEqual((JSON.parse(out) as { error?: string }[]).map(({ error }) => error !== undefined), [true, true, false], "the rest goes on");
  assert.match(err, /broken\.mp4: ffmpeg says: Invalid data/);
  assert.match(err, /list\.mp4: ffmpeg says: /);
});
