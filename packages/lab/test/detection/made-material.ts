import { createRandom } from "@fmpn/graph";
import { decodeImage, type Picture, resize } from "fmpn/pictures";
import type { DetectionMaterial, MaterialPicture } from "#src/detection/detection-material.js";

const demo = (name: string): URL => new URL(`../../../../demo/images/${name}`, import.meta.url);

/** A photograph, a cut face and a picture of nothing, made from what the project ships. */
export async function madeMaterial(): Promise<DetectionMaterial> {
  const portrait = resize(await decodeImage(demo("L030_neutral.jpg")), 128, 128);
  const noise = new Uint8ClampedArray(96 * 80 * 3);
  const random = createRandom(5, "noise");
  for (let at = 0; at < noise.length; at += 1) noise[at] = 255 * random.uniform();
  const empty: Picture = { width: 96, height: 80, channels: 3, data: noise };
  const face = { box: [34, 36, 60, 74] as const, points: [43.7, 53.5, 84, 51, 64, 70, 50, 86, 80, 84] };
  const pixels = new SharedArrayBuffer(2 * portrait.data.length + noise.length);
  const pictures: MaterialPicture[] = [];
  let offset = 0;
  for (const [role, { width, height, data }, faces] of [["photograph", portrait, [face]], ["crop", portrait, [face]], ["empty", empty, []]] as const) {
    new Uint8ClampedArray(pixels, offset, data.length).set(data);
    pictures.push({ role, source: "made", width, height, offset, faces, ignore: [] });
    offset += data.length;
  }
  return { pixels, pictures };
}
