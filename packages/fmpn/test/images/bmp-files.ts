import { toRgb } from "#src/images/gray.js";
import type { Picture } from "#src/images/picture.js";

/** Settings of {@link bmpOf}. */
export interface BmpSettings {
  readonly bits?: 1 | 8 | 16 | 24 | 32;
  readonly topDown?: boolean;
}

/** A Windows bitmap of the picture: 24 bits, or 8 and 1 with a gray palette, 32 and 16 with masks. */
export function bmpOf(picture: Picture, { bits = 24, topDown = false }: BmpSettings = {}): Uint8Array {
  const { width, height, data } = toRgb(picture);
  const masks = bits === 16 || bits === 32;
  const colours = bits <= 8 ? 1 << bits : 0;
  const start = 14 + 40 + (masks ? 12 : 0) + colours * 4;
  const stride = Math.ceil((width * bits) / 32) * 4;
  const bytes = new Uint8Array(start + stride * height);
  const view = new DataView(bytes.buffer);
  bytes.set([0x42, 0x4d]);
  view.setUint32(2, bytes.length, true);
  view.setUint32(10, start, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, width, true);
  view.setInt32(22, topDown ? -height : height, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, bits, true);
  view.setUint32(30, masks ? 3 : 0, true);
  if (masks) [0xf800, 0x07e0, 0x001f].forEach((mask, i) => view.setUint32(54 + 4 * i, bits === 16 ? mask : 0xff << (16 - 8 * i), true));
  for (let i = 0; i < colours; i++) bytes.fill((i * 255) / (colours - 1), 54 + i * 4, 54 + i * 4 + 3);
  for (let y = 0; y < height; y++) {
    const row = start + (topDown ? y : height - 1 - y) * stride;
    for (let x = 0; x < width; x++) {
      const [red, green, blue] = data.subarray((y * width + x) * 3);
      if (bits === 24) bytes.set([blue, green, red], row + x * 3);
      if (bits === 32) view.setUint32(row + x * 4, (red << 16) | (green << 8) | blue, true);
      if (bits === 16) view.setUint16(row + x * 2, ((red >> 3) << 11) | ((green >> 2) << 5) | (blue >> 3), true);
      if (bits === 8) bytes[row + x] = green;
      if (bits === 1 && green > 127) bytes[row + (x >> 3)] |= 128 >> (x & 7);
    }
  }
  return bytes;
}
