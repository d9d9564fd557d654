import { deriveOne, nodeOutput } from "../node.js";
import { matmul } from "../primitives/matmul.js";
import { formatShape, ShapeError } from "../shape.js";
import { constant, integers, type Tensor } from "../tensor.js";

export interface ResizeOptions {
  readonly mode?: "bilinear" | "nearest" | undefined;
  /** Bilinear only: corners map to corners, as PyTorch's `align_corners`. */
  readonly alignCorners?: boolean | undefined;
}

/**
 * Resamples an image without antialiasing, as PyTorch's `interpolate`. The map is linear and separable, y = V·x·Hᵀ,
 * so ∂x = Vᵀ·dy·H with the same two sparse matrices.
 *
 * @param x N×C×H×W
 * @param size [rows, columns] of the result
 */
export function resize(x: Tensor, size: readonly [number, number], options: ResizeOptions = {}): Tensor {
  const { mode = "bilinear", alignCorners = false } = options;
  const [n, channels, height, width] = x.shape;
  if (n === undefined || channels === undefined || height === undefined || width === undefined || x.shape.length !== 4) {
    throw new ShapeError(`resize: wants N×C×H×W, got ${formatShape(x.shape)}.`);
  }
  const [rows, columns] = size;
  if (rows === height && columns === width) return x;
  const attributes =
    mode === "nearest"
      ? { mode: "nearest", coordinate_transformation_mode: "asymmetric", nearest_mode: "floor" }
      : { mode: "linear", coordinate_transformation_mode: alignCorners ? "align_corners" : "half_pixel" };
  // Whole factors let a file be run at other sizes than it was made for.
  const whole = mode === "nearest" && rows % height === 0 && columns % width === 0;
  const factors = constant(Float32Array.of(1, 1, rows / height, columns / width), [4]);
  const size4 = whole ? [factors] : [null, integers([n, channels, rows, columns])];
  const y = nodeOutput("Resize", [x, null, ...size4], [n, channels, rows, columns], { attributes });
  return deriveOne("resize", [x], y, (dy) => {
    const vertical = interpolation(height, rows, mode, alignCorners);
    const horizontal = interpolation(width, columns, mode, alignCorners);
    return [matmul(constant(transposed(vertical, rows, height), [height, rows]), matmul(dy, constant(horizontal, [columns, width])))];
  });
}

/** The weights with which `length` samples are drawn from `size` of them: length×size, row-major. */
function interpolation(size: number, length: number, mode: "bilinear" | "nearest", alignCorners: boolean): Float32Array {
  const weights = new Float32Array(length * size);
  for (let index = 0; index < length; index += 1) {
    if (mode === "nearest") {
      weights[index * size + Math.min(size - 1, Math.floor((index * size) / length))] = 1;
      continue;
    }
    const place = alignCorners ? (length === 1 ? 0 : (index * (size - 1)) / (length - 1)) : ((index + 0.5) * size) / length - 0.5;
    const clamped = Math.min(size - 1, Math.max(0, place));
    const low = Math.min(size - 1, Math.floor(clamped));
    const high = Math.min(size - 1, low + 1);
    weights[index * size + low] = (weights[index * size + low] ?? 0) + 1 - (clamped - low);
    weights[index * size + high] = (weights[index * size + high] ?? 0) + clamped - low;
  }
  return weights;
}

function transposed(matrix: Float32Array, rows: number, columns: number): Float32Array {
  return Float32Array.from({ length: matrix.length }, (_, at) => matrix[(at % rows) * columns + Math.floor(at / rows)] ?? 0);
}
