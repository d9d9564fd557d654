import { readdir } from "node:fs/promises";
import { decodeImage } from "#src/images/decode.js";
import { createPicture, type Picture } from "#src/images/picture.js";
import { resize } from "#src/images/warp.js";
import { demoFolder, demoPicture } from "../demo-folder.js";

/** A picture of `columns × rows` portraits of the demo folder, each `side` pixels wide. */
export async function portraitMosaic(columns: number, rows: number, side: number): Promise<Picture> {
  const names = (await readdir(demoFolder)).filter((name) => /^L\d+_/.test(name)).sort();
  const portraits = await Promise.all(names.map(async (name) => resize(await decodeImage(demoPicture(name)), side, side)));
  const mosaic = createPicture(columns * side, rows * side, 3);
  for (let tile = 0; tile < columns * rows; tile++) {
    const portrait = portraits[tile % portraits.length];
    if (portrait !== undefined) paste(mosaic, portrait, (tile % columns) * side, Math.floor(tile / columns) * side);
  }
  return mosaic;
}

/** Lays an RGB picture onto another one. */
export function paste(onto: Picture, picture: Picture, x: number, y: number): void {
  const row = picture.width * 3;
  for (let line = 0; line < picture.height; line++) onto.data.set(picture.data.subarray(line * row, (line + 1) * row), ((y + line) * onto.width + x) * 3);
}
