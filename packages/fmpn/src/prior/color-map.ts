import { createPicture, type Picture } from "../images/picture.js";

/** Stops of the colour map from no motion to most: dark violet, magenta, orange, pale yellow; brightness only rises. */
const STOPS: readonly (readonly [number, number, number])[] = [
  [6, 4, 20],
  [60, 12, 96],
  [130, 30, 110],
  [198, 50, 76],
  [240, 100, 30],
  [250, 172, 28],
  [252, 250, 180],
];

/** The colour of a mask's level, 0 to 255: readable in grey print and for colour-blind people. */
export function motionColor(level: number): [red: number, green: number, blue: number] {
  const at = (Math.min(255, Math.max(0, level)) / 255) * (STOPS.length - 1);
  const index = Math.min(STOPS.length - 2, Math.floor(at));
  const [from = [0, 0, 0], to = [0, 0, 0]] = STOPS.slice(index, index + 2);
  const channel = (k: 0 | 1 | 2): number => Math.round(from[k] + (to[k] - from[k]) * (at - index));
  return [channel(0), channel(1), channel(2)];
}

/** A mask in the colours of the map. */
export function colorMask(mask: Picture): Picture {
  const colors = Array.from({ length: 256 }, (_, level) => motionColor(level));
  const colored = createPicture(mask.width, mask.height, 3);
  mask.data.forEach((level, i) => colored.data.set(colors[level] ?? [0, 0, 0], i * 3));
  return colored;
}
