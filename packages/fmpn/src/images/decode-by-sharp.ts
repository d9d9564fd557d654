import type { Sharp } from "sharp";
import { layOnGray } from "./alpha.js";
import { toRgb } from "./gray.js";
import { loadSharp } from "./load-sharp.js";
import { createPicture, type Picture } from "./picture.js";

/** Kinds of values whose white is known: 255, and 65535. */
const PLAIN = ["uchar", "ushort"];

/**
 * Decodes all formats but BMP, in Node.
 *
 * @param failOn what of a damaged file is an error
 * @throws Error saying what is wrong, in sharp's words or for values that would be shown too dark or too light
 */
export async function decodeBySharp(bytes: Uint8Array, maxPixels: number, failOn: "error" | "warning"): Promise<Picture> {
  const sharp = await loadSharp();
  const open = (): Sharp => sharp(bytes, { limitInputPixels: maxPixels, failOn, pages: 1 });
  const { depth, space } = await open().metadata();
  if (depth === "float") return await decodeFloats(open().autoOrient(), space);
  if (!PLAIN.includes(depth ?? "")) throw new Error(`its values are of the kind ${depth}, whose white is not known: bring it to 8 or 16 bits`);
  const { data, info } = await open().autoOrient().toColourspace("srgb").raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels === 3) return createPicture(width, height, 3, new Uint8ClampedArray(data.buffer, data.byteOffset, data.byteLength));
  if (channels === 4) return layOnGray(width, height, data);
  if (Number(channels) > 4) throw new Error(`it has ${channels} channels, and a picture has at most four`);
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel++) {
    rgba.fill(data[pixel * channels], pixel * 4, pixel * 4 + 3);
    rgba[pixel * 4 + 3] = channels === 2 ? data[pixel * 2 + 1] : 255;
  }
  return layOnGray(width, height, rgba);
}

/** Scientific software writes gray and colours from 0 to 1, already for the eye; or an 8-bit picture's whole numbers. */
async function decodeFloats(image: Sharp, space: string | undefined): Promise<Picture> {
  // Its own values: by default they would be taken for linear light.
  const plain = space === "scrgb" ? image.toColourspace("scrgb") : image;
  const { data, info } = await plain.raw({ depth: "float" }).toBuffer({ resolveWithObject: true });
  const values = new Float32Array(data.buffer, data.byteOffset, data.byteLength / Float32Array.BYTES_PER_ELEMENT);
  const { width, height, channels } = info;
  if (channels !== 1 && channels !== 3) throw new Error(`it has ${channels} channels of floating-point numbers: bring it to 8 bits`);
  let [least, most, whole] = [Infinity, -Infinity, true];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
    whole &&= Number.isInteger(value);
  }
  const white = least >= 0 && most <= 1 ? 1 : least >= 0 && most <= 255 && whole ? 255 : undefined;
  if (white === undefined) throw new Error(`its floating-point numbers go from ${least} to ${most}, and 0 to 1 are read: bring it to 8 bits`);
  const picture = createPicture(width, height, channels);
  for (let at = 0; at < values.length; at++) picture.data[at] = (values[at] * 255) / white;
  return toRgb(picture);
}
