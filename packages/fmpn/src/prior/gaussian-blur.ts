import { createPicture, type Picture } from "../images/picture.js";

/** A gray picture blurred by a Gaussian of `sigma` pixels; pixels beyond the edge repeat it. */
export function gaussianBlur(picture: Picture, sigma: number): Picture {
  if (sigma < 0.05) return picture;
  const radius = Math.ceil(3 * sigma);
  const kernel = Float64Array.from({ length: 2 * radius + 1 }, (_, i) => Math.exp(-((i - radius) ** 2) / (2 * sigma * sigma)));
  const total = kernel.reduce((a, b) => a + b, 0);
  const { width, height, data } = picture;
  const across = new Float64Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let k = -radius; k <= radius; k++) {
        sum += (kernel[k + radius] ?? 0) * (data[y * width + Math.min(width - 1, Math.max(0, x + k))] ?? 0);
      }
      across[y * width + x] = sum / total;
    }
  }
  const blurred = new Uint8ClampedArray(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let k = -radius; k <= radius; k++) {
        sum += (kernel[k + radius] ?? 0) * (across[Math.min(height - 1, Math.max(0, y + k)) * width + x] ?? 0);
      }
      blurred[y * width + x] = sum / total;
    }
  }
  return createPicture(width, height, 1, blurred);
}
