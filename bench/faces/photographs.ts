import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Provider } from "@fmpn/graph/inference";
import { type DetectOptions, type FaceDetector, openFaceDetector, type Picture } from "fmpn/faces";
import { decodeImage, encodeJpeg, invert, mapPoint, resize } from "fmpn/pictures";

import { turned } from "./group-photo.js";
import { type HeadTurn, openHeadTurns } from "./head-turns.js";
import { falseFaces, type Found, isMatch, type LabelledBox, type LabelledFace, type LabelledPhotograph } from "./matching.js";
import { dataFolder } from "./pictures.js";

/** Sources of `data/faces` that the detector was not trained on. */
const HELD_OUT = ["bsds", "dlib", "fossasia16", "fossasia17", "mask"];

const help = `usage: npm run bench -- faces [options]

Counts on labelled photographs what the face detector finds, misses and makes up, one thread. Wants the data sets (FMPN_SHARED).

  --sources A,B       sources of data/faces; by default those that were not trained on: ${HELD_OUT.join(", ")}; none: --speed alone
  --wallpapers DIR    a folder of further pictures without people, with those below it
  --astronaut         demo/images/astronaut_full.jpg, which has one face, at 200 to 4000 pixels
  --speed             photographs of 0.6 to 0.8 megapixels, and one of 16 with its decoding
  --turned            the held-out photographs with one to four faces of 24 px or more, turned by up to 60 degrees
  --models DIR        a folder with the detector's models in place of the bundled ones
  --teacher FILE      YuNet (shared/weights), which is asked which way the heads are turned: recall of faces in profile apart
  --provider P        simd or cpu (onnxruntime-node); by default what fmpn takes
  --effort E          fast, auto or full; by default auto
  --limit N           photographs of each source, taken evenly; by default all`;

/** `npm run bench -- faces`. */
export async function benchFaces(options: ReadonlyMap<string, string>): Promise<void> {
  if (options.has("help")) return console.log(help);
  const provider = options.get("provider") as Provider | undefined;
  const detector = await openFaceDetector({ provider, models: options.get("models") });
  const how: DetectOptions = { effort: (options.get("effort") as DetectOptions["effort"]) ?? "auto" };
  const limit = Number(options.get("limit") ?? Infinity);
  console.log(`${new Date().toISOString().slice(0, 10)}, Node ${process.version}, one thread, ${os.cpus()[0]?.model.trim()}\n`);
  if (options.get("sources") === "none") return void (await printSpeed(detector, how));
  const sources = options.get("sources")?.split(",") ?? HELD_OUT;
  const measured: Measured[] = [];
  console.log(`| source (hash of names) | photographs with people | faces of 16 px or more | found | of 24 px or more | found | of 40 px or more | found | false faces a photograph | without people | with a face found | processor ms, median |\n|${" --- |".repeat(12)}`);
  for (const source of sources) {
    const photographs = photographsOf(source, limit);
    const rows = await measure(detector, photographs, how);
    measured.push(...rows);
    console.log(row(`${source} (${hashOf(photographs.map(({ name }) => name))})`, rows));
  }
  if (sources.length > 1) console.log(row("together", measured));
  if (sources.length > 1 && sources.includes("mask")) console.log(row("without mask", measured.filter(({ photograph }) => photograph.source !== "mask")));
  console.log(`\n| faces of 16 px or more | number | found |\n| --- | --- | --- |`);
  for (const [name, is] of Object.entries(kinds)) console.log(kindRow(name, measured, is));
  console.log(`\n| score | finds on complete photographs | of them faces |\n| --- | --- | --- |`);
  for (const low of [0.5, 0.6, 0.7, 0.8, 0.9]) console.log(scoreRow(low, measured));
  const teacher = options.get("teacher");
  if (teacher !== undefined) await printHeadTurns(teacher, measured);
  if (options.has("turned")) await printTurned(detector, sources, limit, how);
  if (options.has("speed")) await printSpeed(detector, how);
  if (options.has("astronaut")) await printAstronaut(detector, how);
  const wallpapers = options.get("wallpapers");
  if (wallpapers !== undefined) await printEmpty(detector, wallpapers, how);
  await detector.close?.();
}

interface Named {
  readonly name: string;
  readonly file: string;
  readonly photograph: LabelledPhotograph;
}

interface Measured {
  readonly file: string;
  readonly photograph: LabelledPhotograph;
  readonly found: readonly Found[];
  readonly milliseconds: number;
}

/** Kinds of faces that are told apart. */
const kinds: Readonly<Record<string, (face: LabelledFace) => boolean>> = {
  "16 to 24 px": ({ box }) => least(box) < 24,
  "24 to 40 px": ({ box }) => least(box) >= 24 && least(box) < 40,
  "40 px or more": ({ box }) => least(box) >= 40,
  "with a mask (`mask`)": (face) => face.class === "with_mask",
  "with a mask worn wrongly (`mask`)": (face) => face.class === "mask_weared_incorrect",
  "without a mask (`mask`)": (face) => face.class === "without_mask",
};

const least = ([, , w, h]: LabelledBox): number => Math.min(w, h);

function photographsOf(source: string, limit: number): Named[] {
  const annotations = JSON.parse(readFileSync(path.join(dataFolder, "faces/annotations.json"), "utf8")) as Record<string, LabelledPhotograph>;
  const all = Object.entries(annotations).filter(([, photograph]) => photograph.source === source);
  if (all.length === 0) throw new Error(`data/faces has no source ${source}`);
  const step = Math.max(1, all.length / limit);
  return Array.from({ length: Math.min(limit, all.length) }, (_, index) => all[Math.floor(index * step)] as (typeof all)[number]).map(([name, photograph]) => ({ name, file: path.join(dataFolder, "faces/images", name), photograph }));
}

async function measure(detector: FaceDetector, photographs: readonly Named[], how: DetectOptions): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const { file, photograph } of photographs) {
    const picture = await decodeImage(file);
    const begun = process.cpuUsage();
    const found = await find(detector, picture, how);
    measured.push({ file, photograph, found, milliseconds: processorTime(begun) });
  }
  return measured;
}

/** What the processor has worked since, in ms: other work on the machine does not count. */
function processorTime(begun: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}

async function find(detector: FaceDetector, picture: Picture, how: DetectOptions): Promise<Found[]> {
  return (await detector.detect(picture, how)).map(({ box: { x, y, width, height }, score }) => ({ box: [x, y, width, height], score }));
}

function row(name: string, measured: readonly Measured[]): string {
  const people = measured.filter(({ photograph }) => !photograph.noface);
  const complete = people.filter(({ photograph }) => !photograph.partial);
  const empty = measured.filter(({ photograph }) => photograph.noface);
  const made = complete.reduce((sum, { photograph, found }) => sum + falseFaces(found, photograph).length, 0);
  const fooled = empty.filter(({ found }) => found.length > 0).length;
  const recalls = [16, 24, 40].flatMap((side) => {
    const [faces, hits] = counted(people, ({ box }) => least(box) >= side);
    return [faces, percent(hits, faces)];
  });
  const times = measured.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  return `| ${[name, people.length, ...recalls, complete.length > 0 ? (made / complete.length).toFixed(2) : "–", empty.length, percent(fooled, empty.length), (times[times.length >> 1] ?? NaN).toFixed(1)].join(" | ")} |`;
}

function counted(measured: readonly Measured[], is: (face: LabelledFace) => boolean): [faces: number, found: number] {
  let [faces, hits] = [0, 0];
  for (const { photograph, found } of measured) {
    for (const face of photograph.faces.filter((other) => least(other.box) >= 16 && is(other))) {
      faces += 1;
      if (found.some(({ box }) => isMatch(face.box, box))) hits += 1;
    }
  }
  return [faces, hits];
}

function kindRow(name: string, measured: readonly Measured[], is: (face: LabelledFace) => boolean): string {
  const [faces, hits] = counted(measured, is);
  return `| ${name} | ${faces} | ${percent(hits, faces)} |`;
}

function scoreRow(low: number, measured: readonly Measured[]): string {
  let [finds, wrong] = [0, 0];
  for (const { photograph, found } of measured) {
    if (photograph.partial) continue;
    const within = found.filter(({ score }) => score >= low && score < low + 0.1 + (low === 0.9 ? 1 : 0));
    finds += within.length;
    wrong += falseFaces(within, photograph).length;
  }
  return `| ${low} to ${(low + 0.1).toFixed(1)} | ${finds} | ${percent(finds - wrong, finds)} |`;
}

async function printHeadTurns(file: string, measured: readonly Measured[]): Promise<void> {
  const heads = await openHeadTurns(file);
  const counts = new Map<string, [faces: number, hits: number]>();
  const names: Readonly<Record<HeadTurn, string>> = { front: "to the front", half: "half turned", profile: "in profile", unseen: "not seen by the other detector" };
  for (const { file: name, photograph, found } of measured) {
    const faces = photograph.faces.filter(({ box }) => least(box) >= 16);
    if (faces.length === 0) continue;
    const picture = await decodeImage(name);
    for (const { box } of faces) {
      const kind = `${names[await heads.turnOf(picture, box)]}${photograph.source === "mask" ? " (`mask`)" : ""}`;
      const [all = 0, hits = 0] = counts.get(kind) ?? [];
      counts.set(kind, [all + 1, hits + (found.some((other) => isMatch(box, other.box)) ? 1 : 0)]);
    }
  }
  await heads.close();
  console.log(`\n| head, of 16 px or more | number | found |\n| --- | --- | --- |`);
  for (const [kind, [all, hits]] of [...counts].sort()) console.log(`| ${kind} | ${all} | ${percent(hits, all)} |`);
}

async function printTurned(detector: FaceDetector, sources: readonly string[], limit: number, how: DetectOptions): Promise<void> {
  const chosen = sources.flatMap((source) => photographsOf(source, limit)).filter(({ photograph: { faces } }) => faces.length > 0 && faces.length <= 4 && faces.every(({ box }) => least(box) >= 24));
  console.log(`\n| ${chosen.length} photographs turned by | faces | found |\n| --- | --- | --- |`);
  for (const degrees of [-60, -30, 0, 30, 60]) {
    let [faces, hits] = [0, 0];
    for (const { file, photograph } of chosen) {
      const copy = turned(await decodeImage(file), degrees);
      const back = invert(copy.map);
      const found = await detector.detect(copy.picture, how);
      for (const { box: [x, y, w, h] } of photograph.faces) {
        faces += 1;
        const there = found.some(({ box }) => {
          const middle = mapPoint(back, { x: box.x + box.width / 2, y: box.y + box.height / 2 });
          return middle.x > x && middle.x < x + w && middle.y > y && middle.y < y + h && box.width / w > 0.45 && box.width / w < 2.2;
        });
        if (there) hits += 1;
      }
    }
    console.log(`| ${degrees}° | ${faces} | ${percent(hits, faces)} |`);
  }
}

async function printSpeed(detector: FaceDetector, how: DetectOptions): Promise<void> {
  const annotations = JSON.parse(readFileSync(path.join(dataFolder, "faces/annotations.json"), "utf8")) as Record<string, LabelledPhotograph>;
  const files = Object.entries(annotations).flatMap(([name, { width, height }]) => (width * height >= 6e5 && width * height <= 8e5 ? [path.join(dataFolder, "faces/images", name)] : []));
  const times: number[] = [];
  let faces = 0;
  for (const file of files.slice(0, 60)) {
    const picture = await decodeImage(file);
    const rounds: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const begun = process.cpuUsage();
      const found = await detector.detect(picture, how);
      rounds.push(processorTime(begun));
      if (round === 0) faces += found.length;
    }
    times.push(Math.min(...rounds));
  }
  times.sort((a, b) => a - b);
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  console.log(`\n${times.length} photographs of 0.6 to 0.8 megapixels, ${(faces / times.length).toFixed(1)} faces each: ${mean.toFixed(1)} processor ms in the mean (each the least of three), ${(times[times.length >> 1] ?? NaN).toFixed(1)} in the median`);
  const astronaut = await decodeImage(new URL("../../demo/images/astronaut_full.jpg", import.meta.url));
  const large = await encodeJpeg(resize(astronaut, 4000, 4000));
  const whole: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const begun = process.cpuUsage();
    await detector.detect(await decodeImage(large), how);
    whole.push(processorTime(begun));
  }
  console.log(`\n16 megapixels, decoding and all: ${(whole.sort((a, b) => a - b)[2] ?? NaN).toFixed(0)} processor ms`);
}

async function printAstronaut(detector: FaceDetector, how: DetectOptions): Promise<void> {
  const picture = await decodeImage(new URL("../../demo/images/astronaut_full.jpg", import.meta.url));
  console.log("\n| astronaut_full.jpg, longer side | faces found | processor ms |\n| --- | --- | --- |");
  for (const side of [200, 400, 800, 1000, 1500, 2000, 4000]) {
    const scale = side / Math.max(picture.width, picture.height);
    const sized = resize(picture, Math.round(picture.width * scale), Math.round(picture.height * scale));
    const begun = process.cpuUsage();
    const faces = await detector.detect(sized, how);
    console.log(`| ${side} | ${faces.length}: ${faces.map(({ score }) => score.toFixed(2)).join(", ")} | ${processorTime(begun).toFixed(0)} |`);
  }
}

async function printEmpty(detector: FaceDetector, folder: string, how: DetectOptions): Promise<void> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:jpe?g|png|webp)$/iu.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  const wrong: string[] = [];
  for (const file of files) {
    const found = await find(detector, await decodeImage(file), how);
    if (found.length > 0) wrong.push(`${path.basename(file)} (${found.map(({ score }) => score.toFixed(2)).join(", ")})`);
  }
  console.log(`\n${files.length} pictures without people in ${path.basename(folder)}: a face is found in ${wrong.length}${wrong.length > 0 ? `: ${wrong.join("; ")}` : ""}`);
}

const percent = (part: number, whole: number): string => (whole === 0 ? "–" : `${((100 * part) / whole).toFixed(1)} %`);
const hashOf = (names: readonly string[]): string => createHash("sha256").update([...names].sort().join("\n")).digest("hex").slice(0, 12);
