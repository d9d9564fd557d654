// Measures the face detector and prints the table of docs/faces.md:
//   npm run build && npx tsx bench/faces/evaluate.ts [pictures per set, by default all; 0 for group photos only]
import os from "node:os";
import { openFaceDetector, type FaceDetector } from "../../packages/fmpn/src/faces/face-detector.js";
import { betweenEyes, eyeDistance, type Eyes } from "../../packages/fmpn/src/faces/face.js";
import { mapPoint } from "../../packages/fmpn/src/images/affine.js";
import { decodeImage } from "../../packages/fmpn/src/images/decode.js";
import type { Picture } from "../../packages/fmpn/src/images/picture.js";
import { composeGroupPhoto, randomNumbers, turned, type Portrait } from "./group-photo.js";
import { everyNth, listPictures, markedPictures } from "./pictures.js";

const most = Number(process.argv[2] ?? Infinity);
const detector = await openFaceDetector();

console.log(`${new Date().toISOString().slice(0, 10)}, Node ${process.version}, one thread, ${os.cpus()[0]?.model.trim()}\n`);
if (most > 0) {
  await detectionRates();
  await eyeErrors();
  await rotations();
}
await groupPhotos();

async function detectionRates() {
  console.log("| set | pictures (hash of names) | one face or more | more than one | `locateEyes` | ms, median |");
  console.log("| --- | --- | --- | --- | --- | --- |");
  const sets = [["jaffe"], ["london"], ["yale"], ["affectnet7-unmasked", "val"], ["affectnet7", "test"], ["ferplus", "valid"], ["ckplus48"], ["demo"]];
  for (const [set = "", split] of sets) {
    const { files, hash } = listPictures(set, split);
    const chosen = everyNth(files, Math.min(most, set === "affectnet7" || set === "ferplus" ? 500 : Infinity));
    let [found, several, located] = [0, 0, 0];
    const times: number[] = [];
    for (const file of chosen) {
      const picture = await decodeImage(file);
      const start = performance.now();
      const faces = await detector.detect(picture);
      times.push(performance.now() - start);
      if (faces.length > 0) found++;
      if (faces.length > 1) several++;
      if ((await detector.locateEyes(picture)) !== undefined) located++;
    }
    const name = split === undefined ? set : `${set} ${split}`;
    const cells = [percent(found, chosen.length), String(several), percent(located, chosen.length), median(times).toFixed(1)];
    console.log(`| ${name} | ${chosen.length}${chosen.length < files.length ? ` of ${files.length}` : ""} (${hash}) | ${cells.join(" | ")} |`);
  }
  console.log();
}

/** The distance of each found eye from the marked one, in parts of the marked eye distance. */
async function eyeErrors() {
  console.log("| marked by eye | pictures | median error | 90th percentile | largest |");
  console.log("| --- | --- | --- | --- | --- |");
  const all: number[] = [];
  const marked = markedPictures();
  for (const set of new Set(marked.map((picture) => picture.set))) {
    const errors: number[] = [];
    const pictures = marked.filter((picture) => picture.set === set);
    for (const { file, eyes } of pictures) errors.push(...(await errorsOf(detector, await decodeImage(file), eyes)));
    all.push(...errors);
    printErrors(set, pictures.length, errors);
  }
  printErrors("all", marked.length, all);
  console.log();
}

async function errorsOf(faces: FaceDetector, picture: Picture, eyes: Eyes): Promise<number[]> {
  const found = (await faces.detect(picture)).map((face) => face.eyes).find((other) => isNear(other, eyes));
  if (found === undefined) return [1, 1];
  const distance = eyeDistance(eyes);
  return (["left", "right"] as const).map(
    (side) => Math.hypot(found[side].x - eyes[side].x, found[side].y - eyes[side].y) / distance,
  );
}

function printErrors(set: string, pictures: number, errors: number[]) {
  const sorted = errors.sort((one, other) => one - other);
  const at = (part: number) => percent(sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0, 1);
  console.log(`| ${set} | ${pictures} | ${percent(median(sorted), 1)} | ${at(0.9)} | ${at(1)} |`);
}

async function rotations() {
  console.log("| turned by | pictures | found | median change of the eyes against the upright picture |");
  console.log("| --- | --- | --- | --- |");
  const files = [...everyNth(listPictures("london").files, 40), ...everyNth(listPictures("affectnet7-unmasked", "val").files, 60)];
  for (const degrees of [-45, -30, -15, 15, 30, 45]) {
    let found = 0;
    const errors: number[] = [];
    for (const file of files) {
      const picture = await decodeImage(file);
      const upright = (await detector.detect(picture))[0];
      if (upright === undefined) continue;
      const copy = turned(picture, degrees);
      const eyes = { left: mapPoint(copy.map, upright.eyes.left), right: mapPoint(copy.map, upright.eyes.right) };
      const own = (await errorsOf(detector, copy.picture, eyes)).filter((error) => error < 1);
      if (own.length > 0) found++;
      errors.push(...own);
    }
    console.log(`| ${degrees}° | ${files.length} | ${percent(found, files.length)} | ${percent(median(errors), 1)} |`);
  }
  console.log();
}

async function groupPhotos() {
  const files = [
    ...everyNth(listPictures("london").files, 30),
    ...everyNth(listPictures("affectnet7-unmasked", "train").files, 60),
    ...everyNth(listPictures("demo").files, 20),
  ];
  const portraits: Portrait[] = [];
  for (const file of files) {
    const picture = await decodeImage(file);
    const eyes = await detector.locateEyes(picture);
    if (eyes !== undefined) portraits.push({ picture, eyes });
  }
  const random = randomNumbers(2019);
  const photos = 20;
  console.log("| faces of 24–200 px in 1600 × 1200 | photos | found of 12 | false | median eye error | processor ms per megapixel |");
  console.log("| --- | --- | --- | --- | --- | --- |");
  for (const turn of [10, 30]) {
    let [found, wrong] = [0, 0];
    const [errors, times]: [number[], number[]] = [[], []];
    for (let photo = 0; photo < photos; photo++) {
      const group = composeGroupPhoto(portraits, random, turn);
      const start = process.cpuUsage();
      const faces = await detector.detect(group.picture);
      const used = process.cpuUsage(start);
      times.push((used.user + used.system) / 1000 / 1.92);
      const hits = group.faces.filter(({ eyes }) => faces.some((face) => isNear(face.eyes, eyes)));
      found += hits.length;
      wrong += faces.filter((face) => !group.faces.some(({ eyes }) => isNear(face.eyes, eyes))).length;
      for (const { eyes } of hits) {
        const face = faces.find((other) => isNear(other.eyes, eyes));
        if (face === undefined) continue;
        const distance = eyeDistance(eyes);
        errors.push(Math.hypot(face.eyes.left.x - eyes.left.x, face.eyes.left.y - eyes.left.y) / distance);
        errors.push(Math.hypot(face.eyes.right.x - eyes.right.x, face.eyes.right.y - eyes.right.y) / distance);
      }
    }
    const cells = [photos, (found / photos).toFixed(2), wrong, percent(median(errors), 1), median(times).toFixed(0)];
    console.log(`| turned by up to ${turn}° | ${cells.join(" | ")} |`);
  }
}

function isNear(one: Eyes, other: Eyes): boolean {
  const [a, b] = [betweenEyes(one), betweenEyes(other)];
  const distance = eyeDistance(other);
  const ratio = eyeDistance(one) / distance;
  return Math.hypot(a.x - b.x, a.y - b.y) < 0.5 * distance && ratio > 0.5 && ratio < 2;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

function percent(count: number, of: number): string {
  return `${((100 * count) / of).toFixed(1)} %`;
}
