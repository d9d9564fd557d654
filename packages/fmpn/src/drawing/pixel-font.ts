import type { Picture } from "../images/picture.js";

/** Height of a letter and the step from one to the next, in pixels at scale 1. */
export const LETTER_HEIGHT = 7;
export const LETTER_STEP = 6;

// The common 5 × 7 font of character displays, from the space to "~": five columns a letter, two hex digits each, the
// lowest bit on top.
const COLUMNS =
  "000000000000005f00000007000700147f147f14242a7f2a12231308646236495522500005030000001c2241000041221c00" +
  "14083e081408083e080800503000000808080808006060000020100804023e5149453e00427f400042615149462141454b31" +
  "1814127f1027454545393c4a49493001710905033649494936064929291e0036360000005636000008142241001414141414" +
  "00412214080201510906324979413e7e1111117e7f494949363e414141227f4141221c7f494949417f090909013e4149497a" +
  "7f0808087f00417f41002040413f017f081422417f404040407f020c027f7f0408107f3e4141413e7f090909063e4151215e" +
  "7f09192946464949493101017f01013f4040403f1f2040201f3f4038403f631408146307087008076151494543007f414100" +
  "02040810200041417f0004020102044040404040000102040020545454787f484444383844444420384444487f3854545418" +
  "087e0901020c5252523e7f0804047800447d40002040443d007f1028440000417f40007c041804787c080404783844444438" +
  "7c14141408081414187c7c080404084854545420043f4440203c4040207c1c2040201c3c4030403c44281028440c5050503c" +
  "4464544c44000836410000007f000000413608001008081008";

/** How wide a text is, in pixels at scale 1. */
export function textWidth(text: string): number {
  return [...text].length * LETTER_STEP - 1;
}

/** Writes a text onto a picture, its upper left corner at (x, y); what the font lacks becomes "?". */
export function writeText(
  picture: Picture,
  text: string,
  [x, y]: readonly [number, number],
  color: readonly [number, number, number],
  scale = 1,
): void {
  [...text].forEach((letter, index) => {
    const code = letter.charCodeAt(0);
    const glyph = (code >= 32 && code <= 126 ? code : 63) - 32;
    for (let column = 0; column < 5; column++) {
      const bits = Number.parseInt(COLUMNS.slice(glyph * 10 + column * 2, glyph * 10 + column * 2 + 2), 16);
      for (let row = 0; row < LETTER_HEIGHT; row++) {
        if (((bits >> row) & 1) === 0) continue;
        const left = x + (index * LETTER_STEP + column) * scale;
        fillSquare(picture, left, y + row * scale, scale, color);
      }
    }
  });
}

function fillSquare(picture: Picture, left: number, top: number, side: number, color: readonly [number, number, number]): void {
  const { width, height, channels, data } = picture;
  for (let y = Math.max(0, top); y < Math.min(height, top + side); y++) {
    for (let x = Math.max(0, left); x < Math.min(width, left + side); x++) {
      for (let channel = 0; channel < channels; channel++) data[(y * width + x) * channels + channel] = color[channel] ?? 0;
    }
  }
}
