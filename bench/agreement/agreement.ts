import { readdirSync, readFileSync, existsSync } from "node:fs";
import path from "node:path";
import { Recognizer } from "fmpn";
import { alignFace, openFaceDetector } from "fmpn/faces";
import { decodeImage } from "fmpn/pictures";
import { parseCsv } from "@fmpn/lab/datasets";
import { dataFolder, everyNth } from "../faces/pictures.js";

const help = `usage: npm run bench -- agreement [options]

Counts on every data set the faces to which the bundled model gives another label on our kernels than on ONNX Runtime's native code
(onnxruntime-node), and how far their probabilities lie apart. Wants the data sets (FMPN_SHARED).

  --sets A,B  folders of the data sets; by default all that have labels.csv
  --limit N   pictures of each set, taken evenly; by default all
  --model F   another model file
  --whole-numbers  the fast way, in place of the exact one`;

/** `npm run bench -- agreement`. */
export async function benchAgreement(options: ReadonlyMap<string, string>): Promise<void> {
  if (options.has("help")) return console.log(help);
  const sets = options.get("sets")?.split(",") ?? readdirSync(dataFolder).filter((name) => existsSync(path.join(dataFolder, name, "labels.csv")));
  const limit = Number(options.get("limit") ?? Infinity);
  const detector = await openFaceDetector();
  const model = options.get("model");
  const [ours, native] = [await Recognizer.load({ model, detector, provider: "simd", wholeNumbers: options.has("whole-numbers") }), await Recognizer.load({ model, detector, provider: "cpu" })];
  const { size, crop: { margin } } = ours.model;
  console.log("| data set | pictures | without a face | other labels | probabilities apart, most | mean |\n| --- | --- | --- | --- | --- | --- |");
  for (const name of sets) {
    const [head, ...records] = parseCsv(readFileSync(path.join(dataFolder, name, "labels.csv"), "utf8"));
    const files = everyNth(records.flatMap(({ fields }) => fields[head?.fields.indexOf("file") ?? -1] ?? []), limit);
    const apart: number[] = [];
    let others = 0;
    for (const file of files) {
      const picture = await decodeImage(path.join(dataFolder, name, file));
      const eyes = await detector.locateEyes(picture);
      if (eyes === undefined) continue;
      const crop = alignFace(picture, eyes, { size, margin });
      const [a, b] = [await ours.classify(crop), await native.classify(crop)];
      if (a.expression !== b.expression) others += 1;
      apart.push(Math.max(...Object.entries(a.probabilities).map(([label, share]) => Math.abs(share - ((b.probabilities as Record<string, number>)[label] ?? 0)))));
    }
    const mean = apart.reduce((sum, value) => sum + value, 0) / apart.length;
    console.log(`| ${name} | ${files.length} | ${files.length - apart.length} | ${others} | ${Math.max(...apart).toExponential(1)} | ${mean.toExponential(1)} |`);
  }
  await Promise.all([ours.close(), native.close(), detector.close?.()]);
}
