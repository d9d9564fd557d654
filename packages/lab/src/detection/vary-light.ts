import type { Random } from "@fmpn/graph";
import { createPicture, type Picture, resize } from "fmpn/pictures";

/** How often: gray, blurred by shrinking, noisy. */
const GRAY = 0.12;
const BLURRED = 0.12;
const NOISY = 0.25;

/**
 * The picture in another light, by another camera: brightness, contrast, gamma and tint; sometimes gray, blurred or noisy.
 *
 * @param strength 1 for all of it, less for less
 */
export function varyLight(picture: Picture, random: Random, strength = 1): Picture {
  let source = picture;
  if (random.uniform() < BLURRED * strength) {
    const factor = 1.3 + 1.5 * random.uniform();
    source = resize(resize(picture, Math.max(4, Math.round(picture.width / factor)), Math.max(4, Math.round(picture.height / factor))), picture.width, picture.height);
  }
  const contrast = Math.exp(0.3 * strength * random.normal());
  const brightness = 28 * strength * random.normal();
  const gamma = Math.exp(0.2 * strength * random.normal());
  const tints = [0, 1, 2].map(() => Math.exp(0.08 * strength * random.normal()));
  const tables = tints.map((tint) => Uint8ClampedArray.from({ length: 256 }, (_, value) => 255 * Math.max(0, ((value * tint - 128) * contrast + 128 + brightness) / 255) ** gamma));
  const gray = random.uniform() < GRAY * strength;
  const noise = random.uniform() < NOISY * strength ? 10 * random.uniform() : 0;
  const [red, green, blue] = tables;
  const varied = createPicture(picture.width, picture.height, 3);
  // A cheap generator of its own: a normal number for each pixel would take longer than all the rest.
  let state = 1 + random.integer(2147483646);
  for (let at = 0; at < varied.data.length; at += 3) {
    let [r, g, b] = [red?.[source.data[at] ?? 0] ?? 0, green?.[source.data[at + 1] ?? 0] ?? 0, blue?.[source.data[at + 2] ?? 0] ?? 0];
    if (gray) r = g = b = 0.299 * r + 0.587 * g + 0.114 * b;
    if (noise > 0) {
      state = (state * 48271) % 2147483647;
      const shift = noise * ((state & 255) + ((state >> 8) & 255) - 255) * (1 / 128);
      [r, g, b] = [r + shift, g + shift, b + shift];
    }
    varied.data[at] = r;
    varied.data[at + 1] = g;
    varied.data[at + 2] = b;
  }
  return varied;
}
