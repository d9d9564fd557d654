import { nodeOutput } from "../node.js";
import { broadcastShapes, formatShape, ShapeError } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { transpose } from "./layout.js";

/** Matrix product over the last two axes, leading axes broadcast: …×M×K · …×K×N → …×M×N. */
export function matmul(a: Tensor, b: Tensor): Tensor {
  const [m, inner] = a.shape.slice(-2);
  const [innerB, n] = b.shape.slice(-2);
  if (m === undefined || inner === undefined || n === undefined || inner !== innerB) {
    throw new ShapeError(`matmul: ${formatShape(a.shape)} and ${formatShape(b.shape)} do not multiply.`);
  }
  const lead = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2), "matmul");
  return nodeOutput("MatMul", [a, b], [...lead, m, n]);
}

/** The last two axes exchanged. */
export function transposeMatrix(x: Tensor): Tensor {
  const rank = x.shape.length;
  return transpose(x, [...Array.from({ length: rank - 2 }, (_, axis) => axis), rank - 1, rank - 2]);
}

/** x·w (+ bias) of two matrices, either of them transposed first. One ONNX `Gemm`. */
export function gemm(x: Tensor, w: Tensor, options: { transX?: boolean; transW?: boolean; bias?: Tensor } = {}): Tensor {
  const [rows, inner] = options.transX === true ? x.shape.toReversed() : x.shape;
  const [innerW, columns] = options.transW === true ? w.shape.toReversed() : w.shape;
  if (x.shape.length !== 2 || w.shape.length !== 2 || inner !== innerW) {
    throw new ShapeError(`gemm: ${formatShape(x.shape)} and ${formatShape(w.shape)} do not multiply.`);
  }
  return nodeOutput("Gemm", options.bias ? [x, w, options.bias] : [x, w], [rows ?? 1, columns ?? 1], {
    attributes: { transA: options.transX === true ? 1 : 0, transB: options.transW === true ? 1 : 0 },
  });
}
