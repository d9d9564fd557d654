import type { Affine } from "./affine.js";
import type { Picture } from "./picture.js";
import type { Edge } from "./edge.js";

/** {@link warp} with a turn: the triangles of each output pixel are weighed where they fall. */
export function warpTurned(source: Picture, toSource: Affine, output: Picture, edge: Edge): void {
  const { width, height, channels, data } = source;
  const { a, b, c, d, e, f } = toSource;
  const radius = Math.max(1, Math.sqrt(Math.abs(a * e - b * d)));
  const fill = edge === "replicate" ? 0 : edge;
  const most = Math.ceil(2 * radius) + 1;
  const offsets = new Int32Array(most);
  const across = new Float64Array(most);
  let to = 0;
  for (let row = 0; row < output.height; row++) {
    for (let column = 0; column < output.width; column++) {
      const x = a * (column + 0.5) + b * (row + 0.5) + c - 0.5;
      const y = d * (column + 0.5) + e * (row + 0.5) + f - 0.5;
      const left = Math.floor(x - radius) + 1;
      const right = Math.ceil(x + radius) - 1;
      const top = Math.floor(y - radius) + 1;
      const bottom = Math.ceil(y + radius) - 1;

      let acrossSum = 0;
      for (let at = left, i = 0; at <= right; at++, i++) {
        const inside = at < 0 ? 0 : at >= width ? width - 1 : at;
        const weight = 1 - Math.abs(at - x) / radius;
        acrossSum += weight;
        offsets[i] = inside * channels;
        across[i] = inside !== at && edge !== "replicate" ? 0 : weight;
      }
      let downSum = 0;
      let seen = 0;
      let red = 0;
      let green = 0;
      let blue = 0;
      const taps = right - left + 1;
      for (let at = top; at <= bottom; at++) {
        const inside = at < 0 ? 0 : at >= height ? height - 1 : at;
        const down = 1 - Math.abs(at - y) / radius;
        downSum += down;
        if (inside !== at && edge !== "replicate") continue;
        const start = inside * width * channels;
        for (let i = 0; i < taps; i++) {
          const weight = down * across[i];
          const from = start + offsets[i];
          seen += weight;
          red += weight * data[from];
          if (channels === 3) {
            green += weight * data[from + 1];
            blue += weight * data[from + 2];
          }
        }
      }
      const total = acrossSum * downSum;
      const outside = edge === "replicate" ? 0 : (total - seen) * fill;
      output.data[to++] = (red + outside) / total;
      if (channels === 3) {
        output.data[to++] = (green + outside) / total;
        output.data[to++] = (blue + outside) / total;
      }
    }
  }
}
