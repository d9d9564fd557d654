import { loadSharp } from "./load-sharp.js";
import type { Picture } from "./picture.js";

/**
 * The bytes of a JPEG file of the picture, for pictures to look at: its pixels come back changed a little. Node only, by
 * `sharp`.
 *
 * @param quality 0 to 1
 * @throws Error where `sharp` is not installed.
 */
export async function encodeJpeg(picture: Picture, quality = 0.85): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const { width, height, channels, data } = picture;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return await sharp(bytes, { raw: { width, height, channels } }).jpeg({ quality: Math.round(quality * 100) }).toBuffer();
}
