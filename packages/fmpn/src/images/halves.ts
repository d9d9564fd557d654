import { compose, scaling, type Affine } from "./affine.js";
import { createPicture, type Picture } from "./picture.js";
import { DIRECT_SHRINK } from "./warp.js";

/** A picture that can be had at half its size, and that at half of it again, each made once when it is first asked for. */
export interface HalvablePicture extends Picture {
  readonly half: () => HalvablePicture;
}

/** For who looks at a picture many times, at several sizes: a large one is gone through once only. */
export function withHalves(picture: Picture): HalvablePicture {
  let made: HalvablePicture | undefined;
  return { ...picture, half: () => (made ??= withHalves(halve(picture))) };
}

/** What shows the same as `map` does of `picture`: a half, or a half of that, as small as makes what is left to be shrunk little. */
export function nearestHalf(picture: Picture, map: Affine): { readonly picture: Picture; readonly map: Affine } {
  if (!isHalvable(picture) || 1 / Math.sqrt(Math.abs(map.a * map.e - map.b * map.d)) <= DIRECT_SHRINK) return { picture, map };
  return nearestHalf(picture.half(), compose(map, scaling(2)));
}

function isHalvable(picture: Picture): picture is HalvablePicture {
  return "half" in picture;
}

/** Each pixel is the mean of four; at an odd picture's end, of what is left. */
function halve({ width, height, channels, data }: Picture): Picture {
  const half = createPicture(Math.ceil(width / 2), Math.ceil(height / 2), channels);
  const length = width * channels;
  const pairs = Math.floor(width / 2);
  for (let row = 0, to = 0; row < half.height; row++) {
    let at = 2 * row * length;
    const down = 2 * row + 1 < height ? length : 0;
    if (channels === 3) {
      for (let column = 0; column < pairs; column++, at += 6, to += 3) {
        half.data[to] = (data[at] + data[at + 3] + data[at + down] + data[at + down + 3] + 2) >> 2;
        half.data[to + 1] = (data[at + 1] + data[at + 4] + data[at + down + 1] + data[at + down + 4] + 2) >> 2;
        half.data[to + 2] = (data[at + 2] + data[at + 5] + data[at + down + 2] + data[at + down + 5] + 2) >> 2;
      }
    } else {
      for (let column = 0; column < pairs; column++, at += 2, to++) half.data[to] = (data[at] + data[at + 1] + data[at + down] + data[at + down + 1] + 2) >> 2;
    }
    if (width % 2 === 1) for (let channel = 0; channel < channels; channel++, at++, to++) half.data[to] = (data[at] + data[at + down] + 1) >> 1;
  }
  return half;
}
