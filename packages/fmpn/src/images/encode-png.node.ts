import { loadSharp } from "./load-sharp.js";
import type { Picture } from "./picture.js";

/**
 * The bytes of a PNG file of the picture (gray stays gray). Node only, by `sharp`.
 *
 * @throws Error where `sharp` is not installed.
 */
export async function encodePng(picture: Picture): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const { width, height, channels, data } = picture;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const image = sharp(bytes, { raw: { width, height, channels } });
  return await (channels === 1 ? image.toColourspace("b-w") : image).png().toBuffer();
}
