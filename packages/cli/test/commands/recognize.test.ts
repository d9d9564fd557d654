import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import { appendFile, chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { initialize } from "@fmpn/graph";
import { writeModel } from "fmpn/model";
import { faceNetwork, presets } from "fmpn/networks";
import { createPicture, decodeImage, encodePng } from "fmpn/pictures";
import { type Run, runFmpn, startFmpn } from "./run-fmpn.js";

const demo = fileURLToPath(new URL("../../../../demo/images/", import.meta.url));
const bin = fileURLToPath(new URL("../../bin/fmpn.js", import.meta.url));
const smile = path.join(demo, "L030_smile.jpg");
const classes = ["calm", "smiling", "staring"];

let folder: string;
let model: string;
let sky: string;
let cut: string;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "fmpn-recognize-"));
  model = path.join(folder, "untrained.onnx");
  sky = path.join(folder, "sky.png");
  cut = path.join(folder, "cut.jpg");
  const settings = presets.compact;
  const { network } = faceNetwork(settings, classes.length);
  await writeFile(model, writeModel({ settings, preset: "untrained", classes, crop: { margin: 0.1 }, card: "Untrained.", state: initialize(network, 3) }));
  await writeFile(sky, await encodePng(createPicture(160, 120, 3, new Uint8ClampedArray(160 * 120 * 3).fill(170))));
  await writeFile(cut, (await readFile(smile)).subarray(0, 4000));
});
after(async () => await rm(folder, { recursive: true }));

const recognize = async (...args: string[]): Promise<Run> => await runFmpn(["recognize", "--model", model, ...args]);

interface PictureJson {
  readonly file: string;
  readonly width?: number;
  readonly provider: string;
  readonly error?: string;
  readonly faces: readonly { readonly expression: string; readonly probabilities: Record<string, number>; readonly box: { readonly width: number } }[];
}

test("a damaged picture among others is named, the others are answered, and the exit code is 1", async () => {
  const { code, out, err } = await recognize(smile, cut, sky, "--json");
  const [first, second, third] = JSON.parse(out) as PictureJson[];
  assert.equal(code, 1, err);
  assert.match(err, /cut\.jpg: is a JPEG file that ends before its pixels do/);
  assert.match(second?.error ?? "", /ends before/);
  assert.deepEqual(second?.faces, []);
  assert.deepEqual(third?.faces, []);
  assert.equal(first?.width, 256);
  assert.equal(first?.provider, third?.provider);
  const [face] = first?.faces ?? [];
  assert.ok(face !== undefined && classes.includes(face.expression) && face.box.width > 150);
  assert.deepEqual(Object.keys(face.probabilities), classes);
});

test("exit codes tell pictures without a face (3) from pictures that all have one (0)", async () => {
  const without = await recognize(sky, smile);
  assert.equal(without.code, 3, without.err);
  assert.match(without.out, /sky\.png +no face\n/);
  assert.match(without.out, /1 face in 2 pictures, 1 without a face, ran on (cpu|simd|wasm)\n/);
  const withFace = await recognize(smile, "--csv", "--classes", "staring,calm");
  assert.equal(withFace.code, 0, withFace.err);
  const [head, line, ...rest] = withFace.out.trimEnd().split("\n").map((line) => line.split(","));
  assert.deepEqual(head?.slice(9, 12), ["calm", "staring", "provider"]);
  assert.equal(rest.length, 0);
  assert.ok(Math.abs(Number(line?.[9]) + Number(line?.[10]) - 1) < 2e-4);
});

test("standard input is a picture, and a pattern that the shell left is expanded", async () => {
  const child = spawn(process.execPath, [bin, "recognize", "--model", model, "-", `${demo}L03[12]_{smile,neutral}.jpg`, "--jsonl"]);
  child.stdin.end(await readFile(smile));
  let out = "";
  child.stdout.on("data", (text: Buffer) => (out += text.toString()));
  const [code] = (await once(child, "close")) as [number];
  assert.equal(code, 0);
  const pictures = out.trimEnd().split("\n").map((line) => JSON.parse(line) as PictureJson);
  assert.deepEqual(
    pictures.map(({ file, faces }) => [path.basename(file), faces.length]),
    [["stdin", 1], ["L031_neutral.jpg", 1], ["L031_smile.jpg", 1], ["L032_neutral.jpg", 1], ["L032_smile.jpg", 1]],
  );
});

test("pictures of a server are fetched; what it does not have is named", async () => {
  const server = createServer((request, response) => {
    if (request.url !== "/face.jpg") return void response.writeHead(404).end();
    void readFile(smile).then((bytes) => response.end(bytes));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const { code, out, err } = await recognize(`${address}/face.jpg`, `${address}/none.jpg`, "--json");
    const [face, none] = JSON.parse(out) as PictureJson[];
    assert.equal(code, 1);
    assert.equal(face?.file, `${address}/face.jpg`);
    assert.equal(face?.faces.length, 1);
    assert.match(none?.error ?? "", /404/);
    assert.match(err, /none\.jpg: could not be fetched: the server answered 404/);
  } finally {
    server.close();
  }
});

test("--out writes annotated pictures and a page that needs nothing from outside", async () => {
  const pictures = path.join(folder, "pictures");
  const twin = path.join(pictures, "deeper");
  const out = path.join(folder, "seen");
  await mkdir(twin, { recursive: true });
  await copyFile(smile, path.join(pictures, "a <b>.jpg"));
  await copyFile(smile, path.join(twin, "a <b>.jpg"));
  await copyFile(sky, path.join(pictures, "sky.png"));
  await copyFile(cut, path.join(pictures, "cut.jpg"));
  const { code, out: said, err } = await recognize(pictures, "--out", out, "--credit", "A & B");
  assert.equal(code, 1, err);
  assert.ok(said.trimEnd().endsWith(`to look at: ${path.join(out, "index.html")}`), said);
  assert.deepEqual((await readdir(out)).toSorted(), ["a _b_-2-annotated.png", "a _b_-annotated.png", "index.html", "sky-annotated.png"]);
  const annotated = await decodeImage(path.join(out, "a _b_-annotated.png"));
  assert.ok(annotated.width > 700 && annotated.height === 480, `${annotated.width} × ${annotated.height}`);
  const page = await readFile(path.join(out, "index.html"), "utf8");
  assert.doesNotMatch(page.replaceAll(/data:image\/jpeg;base64,[A-Za-z0-9+/=]+/g, ""), /https?:|<script|<link|url\(|src="(?!")/);
  assert.doesNotMatch(page, /<b>\.jpg/);
  assert.match(page, /alt="[^"]*a &lt;b&gt;\.jpg: 1 face, (calm|smiling|staring) \d+ %"/);
  assert.match(page, /sky\.png<span>no face found/);
  assert.match(page, /cut\.jpg<\/strong> is a JPEG file/);
  assert.match(page, /not what a person feels/);
  assert.match(page, /Pictures: A &amp; B\./);

  const inside = path.join(pictures, "seen");
  await mkdir(inside);
  await copyFile(path.join(out, "sky-annotated.png"), path.join(inside, "sky-annotated.png"));
  const again = await recognize(pictures, "--out", inside, "--jsonl");
  const names = again.out.trimEnd().split("\n").map((line) => path.relative(pictures, (JSON.parse(line) as PictureJson).file));
  assert.deepEqual(names, ["a <b>.jpg", "cut.jpg", path.join("deeper", "a <b>.jpg"), "sky.png"], "what an earlier call wrote is no picture to recognise");
});

test("what is asked wrongly is said before anything is read", async () => {
  const empty = path.join(folder, "empty");
  await mkdir(empty);
  const asked = [
    [["recognize"], 2, /name a picture/],
    [["recognize", smile, "--json", "--csv"], 2, /exclude each other/],
    [["recognize", "--watch", empty, "--json"], 2, /use --jsonl/],
    [["recognize", "--watch", empty, "--out", empty], 2, /recognised again/],
    [["recognize", smile, "--model", model, "--classes", "calm,furious"], 2, /does not know "furious"; it knows calm, smiling, staring/],
    [["recognize", empty], 1, /there is no picture in this folder/],
    [["recognize", path.join(empty, "*.jpg")], 1, /no picture has a name like this/],
    [["recognize", smile, "--model", smile], 1, /L030_smile\.jpg/],
    [["recognize", smile, "--model", empty], 1, /empty is a folder without model\.onnx; name a model file, or the folder of a finished run/],
    [["recognize", smile, "--out", smile], 1, /--out .*: nothing can be written there: .*L030_smile\.jpg is no folder/],
    [["recognize", smile, "--page", empty], 1, /--page .*: .*empty is a folder; name a file in it/],
    [["recog", smile], 2, /unknown command 'recog'\n\(Did you mean recognize\?\)/],
    [["re"], 2, /Did you mean recognize or report\?/],
  ] as const;
  for (const [args, code, message] of asked) {
    const run = await runFmpn(args);
    assert.equal(run.code, code, `${args.join(" ")}: ${run.err}`);
    assert.match(run.err, message);
    assert.equal(run.out, "");
  }
});

test("folders' odd files: HEIC, old endings and dangling links are named or read, and the rest goes on", { skip: process.platform === "win32" && "links" }, async () => {
  const odd = path.join(folder, "odd");
  await mkdir(path.join(odd, "deeper"), { recursive: true });
  for (const name of ["a.jfif", "b.JPE", "deeper/c.pjpeg", "हिन्दी.jpg"]) await copyFile(smile, path.join(odd, name));
  await writeFile(path.join(odd, "IMG_1.HEIC"), Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1"));
  await writeFile(path.join(odd, "notes.txt"), "no picture");
  await symlink("nothing.jpg", path.join(odd, "lost.jpg"));
  const out = path.join(folder, "odd-seen");
  const { code, out: said, err } = await recognize(odd, "--json", "--out", out);
  assert.equal(code, 1, err);
  const answers = (JSON.parse(said) as PictureJson[]).map(({ file, faces, error }) => `${path.relative(odd, file)} ${error ?? faces.length}`);
  assert.deepEqual(answers, ["IMG_1.HEIC is a HEIC picture; convert it to JPEG", "a.jfif 1", "b.JPE 1", "deeper/c.pjpeg 1", "हिन्दी.jpg 1", "lost.jpg it is a link that leads nowhere: no such file or directory"]);
  assert.match(err, /odd: 1 file is no picture by its name \(\.txt\)/);
  assert.deepEqual((await readdir(out)).toSorted(), ["a-annotated.png", "b-annotated.png", "c-annotated.png", "index.html", "हिन्दी-annotated.png"]);
});

test("an unreadable folder among others is named, and the rest goes on", { skip: process.getuid?.() !== 0 && "only root can run it as another user" }, async () => {
  const place = await mkdtemp(path.join(tmpdir(), "fmpn-shut-"));
  await chmod(place, 0o755);
  await mkdir(path.join(place, "sub"));
  for (const name of ["a.jpg", "sub/b.jpg", "z.jpg"]) await copyFile(smile, path.join(place, name));
  await chmod(path.join(place, "sub"), 0);
  try {
    for (const args of [["recognize", place, "--jsonl"], ["recognize", `${place}/**/*.jpg`, "--jsonl"], ["faces", place, "--json"]]) {
      const { code, out, err } = await startFmpn(args, undefined, { HOME: place, FMPN_CACHE: place }, { uid: 65534, gid: 65534 });
      assert.equal(code, 1, err);
      assert.match(out + err, /sub: the folder cannot be read: permission denied/, args.join(" "));
      for (const name of ["a.jpg", "z.jpg"]) assert.ok(out.includes(name), `${args.join(" ")}: ${name}`);
    }
  } finally {
    await rm(place, { recursive: true });
  }
});

test("classes are understood in every spelling, and a run's folder is its model", async () => {
  const run = path.join(folder, "run");
  await mkdir(run);
  await copyFile(model, path.join(run, "model.onnx"));
  const { code, out, err } = await runFmpn(["recognize", smile, "--model", run, "--classes", "SMILING, neutral", "--csv"]);
  assert.equal(code, 0, err);
  assert.match(out, /height,calm,smiling,provider/);
});

test("--flip averages with the mirror image, so that a picture and its mirror image get one answer", async () => {
  // A face whose mirror image gets another answer: of one that is sure, little is left to average.
  const picture = path.join(demo, "L031_neutral.jpg");
  const mirror = path.join(folder, "mirror.png");
  const { width, height, channels, data } = await decodeImage(picture);
  const at = (index: number): number => Math.floor(index / channels / width) * width * channels + (width - 1 - (Math.floor(index / channels) % width)) * channels + (index % channels);
  await writeFile(mirror, await encodePng(createPicture(width, height, channels, data.map((_, index) => data[at(index)] ?? 0))));
  const spread = async (...flip: string[]): Promise<number> => {
    const { out, err } = await runFmpn(["recognize", picture, mirror, ...flip, "--json"]);
    const [a, b] = (JSON.parse(out) as PictureJson[]).map(({ faces }) => faces[0]?.probabilities ?? {});
    assert.equal(Object.keys(a ?? {}).length, 7, err);
    return Math.max(...Object.entries(a ?? {}).map(([name, share]) => Math.abs(share - (b?.[name] ?? 0))));
  };
  const [once, twice] = [await spread(), await spread("--flip")];
  // The detector finds the eyes of a mirrored face a little elsewhere.
  assert.ok(once > 0.01 && twice < once / 2, `${once} without, ${twice} with`);
});

test("where answers cannot be written, that is said, and the exit code tells it", { skip: !existsSync("/dev/full") && "needs /dev/full" }, async () => {
  const full = openSync("/dev/full", "w");
  const child = spawn(process.execPath, [bin, "recognize", "--model", model, smile, "--json"], { stdio: ["ignore", full, "pipe"] });
  closeSync(full);
  let err = "";
  child.stderr?.on("data", (text: Buffer) => (err += text.toString()));
  const [code] = (await once(child, "close")) as [number];
  assert.equal(code, 1);
  assert.match(err, /fmpn: what was found cannot be written to standard output: no space left on device\n$/);
  const page = await recognize(smile, "--page", "/dev/full");
  assert.equal(page.code, 1);
  assert.match(page.err, /\/dev\/full cannot be written: no space left on device/);
});

test("--watch recognises what arrives once it is whole, and ends by Ctrl-C", { timeout: 60_000 }, async () => {
  const inbox = path.join(folder, "inbox");
  await mkdir(inbox);
  await copyFile(smile, path.join(inbox, "old.jpg"));
  const child = spawn(process.execPath, [bin, "recognize", "--model", model, "--watch", inbox, "--jsonl"]);
  const lines: string[] = [];
  child.stdout.on("data", (text: Buffer) => lines.push(...text.toString().trimEnd().split("\n")));
  const said = new Promise<void>((resolve) => child.stderr.on("data", (text: Buffer) => text.includes("watching") && resolve()));
  await said;
  const bytes = await readFile(smile);
  const arriving = path.join(inbox, "new.jpg");
  await writeFile(arriving, bytes.subarray(0, 100));
  for (let at = 100; at < bytes.length; at += 4000) {
    await new Promise((resolve) => setTimeout(resolve, 40));
    await appendFile(arriving, bytes.subarray(at, at + 4000));
  }
  await once(child.stdout, "data");
  child.kill("SIGINT");
  const [code] = (await once(child, "close")) as [number];
  assert.equal(code, 130);
  const [only, ...others] = lines.map((line) => JSON.parse(line) as PictureJson);
  assert.equal(others.length, 0);
  assert.equal(path.basename(only?.file ?? ""), "new.jpg");
  assert.equal(only?.faces.length, 1);
});
