// Compares what a face detector could be made of, on training splits and composed photos only:
//   npm run build && npx tsx bench/faces/compare.ts
import { runBlazeFace, BLAZEFACE_SIDE } from "../../packages/fmpn/src/faces/blazeface.js";
import { runBoxDetector, VIEW_HEIGHT, VIEW_WIDTH } from "../../packages/fmpn/src/faces/box-detector.js";
import { eyeDistance, type Candidate, type Eyes } from "../../packages/fmpn/src/faces/face.js";
import { readFaceModel } from "../../packages/fmpn/src/faces/model-files.node.js";
import { mergeOverlapping } from "../../packages/fmpn/src/faces/non-maximum-suppression.js";
import { openModel } from "../../packages/fmpn/src/faces/open-model.js";
import { refineFace } from "../../packages/fmpn/src/faces/refine-face.js";
import { scaling } from "../../packages/fmpn/src/images/affine.js";
import { decodeImage } from "../../packages/fmpn/src/images/decode.js";
import type { Picture } from "../../packages/fmpn/src/images/picture.js";
import { everyNth, listPictures, markedPictures } from "./pictures.js";

const { run: blazeFace } = await openModel(await readFaceModel("blazeface-front.onnx"));
const { run: boxes } = await openModel(await readFaceModel("faceplugin-detector.onnx"));
const { run: landmarks } = await openModel(await readFaceModel("faceplugin-landmarks.onnx"));

const detectors: Record<string, (picture: Picture, part: number) => Promise<Candidate[]>> = {
  "BlazeFace short range": async (picture, part) =>
    mergeOverlapping(await runBlazeFace(blazeFace, picture, fitted(picture, BLAZEFACE_SIDE, BLAZEFACE_SIDE, part), 0.5)),
  "faceplugin boxes": async (picture, part) =>
    mergeOverlapping(await runBoxDetector(boxes, picture, fitted(picture, VIEW_WIDTH, VIEW_HEIGHT, part), 0.5)),
};

console.log("| one pass, picture takes this part of the view | affectnet7-unmasked train | affectnet7 train | ferplus train | processor ms |");
console.log("| --- | --- | --- | --- | --- |");
const sets = ["affectnet7-unmasked", "affectnet7", "ferplus"];
const samples = await Promise.all(
  sets.map(async (set) => await Promise.all(everyNth(listPictures(set, "train").files, 300).map(async (file) => await decodeImage(file)))),
);
for (const [name, detect] of Object.entries(detectors)) {
  for (const part of [1, 0.7, 0.5]) {
    const rates: string[] = [];
    const start = process.cpuUsage();
    let count = 0;
    for (const pictures of samples) {
      let found = 0;
      for (const picture of pictures) if ((await detect(picture, part)).length > 0) found++;
      rates.push(`${((100 * found) / pictures.length).toFixed(1)} %`);
      count += pictures.length;
    }
    const used = process.cpuUsage(start);
    console.log(`| ${name}, ${part} | ${rates.join(" | ")} | ${((used.user + used.system) / 1000 / count).toFixed(1)} |`);
  }
}

console.log("\n| eyes, 16 marked pictures of training splits | median error | largest |");
console.log("| --- | --- | --- |");
const errors: Record<string, number[]> = { "BlazeFace's key points": [], "landmarks on the upright crop": [] };
for (const { file, eyes } of markedPictures("marked-eyes-train.csv")) {
  const picture = await decodeImage(file);
  const guess = (await detectors["BlazeFace short range"](picture, 0.7))[0]?.eyes;
  if (guess === undefined) throw new Error(`${file}: no face`);
  errors["BlazeFace's key points"].push(...distances(guess, eyes));
  errors["landmarks on the upright crop"].push(...distances((await refineFace(landmarks, picture, guess)).eyes, eyes));
}
for (const [name, values] of Object.entries(errors)) {
  values.sort((one, other) => one - other);
  const [median, largest] = [values[values.length >> 1], values[values.length - 1]].map((value) => `${(100 * value).toFixed(1)} %`);
  console.log(`| ${name} | ${median} | ${largest} |`);
}

function fitted({ width, height }: Picture, viewWidth: number, viewHeight: number, part: number) {
  const scale = part * Math.min(viewWidth / width, viewHeight / height);
  return scaling(scale, (viewWidth - width * scale) / 2, (viewHeight - height * scale) / 2);
}

function distances(found: Eyes, marked: Eyes): number[] {
  const distance = eyeDistance(marked);
  return (["left", "right"] as const).map((side) => Math.hypot(found[side].x - marked[side].x, found[side].y - marked[side].y) / distance);
}
