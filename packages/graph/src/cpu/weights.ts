import { nodeOutput } from "../node.js";
import { reshape, transpose } from "../primitives/layout.js";
import { integers, type Tensor } from "../tensor.js";
import { blockedDomain, toBlocked } from "./blocked.js";

// Weights are parameters in PyTorch's order O×I×kH×kW and change every step, so they are brought into the kernels' order
// in the graph. ReorderInput moves whole blocks; a plain Transpose of single elements takes up to 7 ns each.

/** O×I×kH×kW → the order of a forward convolution: O/B × I/B × kH·kW × B(I) × B(O), or O/B × I·kH·kW × B for I < B. */
export function forwardWeights(w: Tensor, block: number): Tensor {
  const [out = 1, inner = 1, kh = 1, kw = 1] = w.shape;
  const taps = kh * kw;
  const rows = toBlocked(reshape(w, [1, out, inner * taps, 1]));
  if (taps === 1 || inner < block) return reshape(rows, w.shape);
  const moved = transpose(reshape(rows, [out / block, inner / block, block, taps, block]), [0, 1, 3, 2, 4]);
  return reshape(moved, w.shape);
}

/** C×1×kH×kW → the order of a depthwise convolution: C/B × kH·kW × B, the taps in the order given. */
export function depthwiseWeights(w: Tensor, block: number, taps?: readonly number[], kernel?: readonly [number, number]): Tensor {
  const [channels = 1, , kh = 1, kw = 1] = w.shape;
  const rows = toBlocked(reshape(w, [1, channels, kh * kw, 1]));
  if (taps === undefined) return reshape(rows, w.shape);
  const picked = nodeOutput("Gather", [reshape(rows, [channels / block, kh * kw, block]), integers(taps)], [channels / block, taps.length, block], {
    attributes: { axis: 1 },
  });
  return reshape(picked, [channels, 1, ...(kernel ?? [kh, kw])]);
}

/**
 * O×I×kH×kW → the order of the convolution from O to I channels that computes an input gradient,
 * with those of the kernel's taps that are given, in that order.
 */
export function backwardWeights(w: Tensor, block: number, taps: readonly number[], kernel: readonly [number, number]): Tensor {
  const [out = 1, inner = 1, kh = 1, kw = 1] = w.shape;
  const all = kh * kw;
  if (all === 1) {
    const swapped = nodeOutput("ReorderInput", [reshape(w, [1, out, 1, inner])], [1, inner, out, 1], {
      domain: blockedDomain,
      attributes: { channels_last: 1 },
    });
    return reshape(swapped, [inner, out, 1, 1]);
  }
  const rows = reshape(toBlocked(reshape(w, [out, inner, all, 1])), [(out * inner * all) / block, block]);
  const order: number[] = [];
  for (let innerBlock = 0; innerBlock < inner / block; innerBlock += 1) {
    for (let outBlock = 0; outBlock < out / block; outBlock += 1) {
      for (const tap of taps) {
        for (let lane = 0; lane < block; lane += 1) {
          order.push(((outBlock * block + lane) * (inner / block) + innerBlock) * all + tap);
        }
      }
    }
  }
  const picked = nodeOutput("Gather", [rows, integers(order)], [order.length, block], { attributes: { axis: 0 } });
  return reshape(picked, [inner, out, ...kernel]);
}

/** All taps of a kernel in reverse: a kernel turned by 180°. */
export function reversedTaps(kernel: readonly [number, number]): number[] {
  return Array.from({ length: kernel[0] * kernel[1] }, (_, tap) => kernel[0] * kernel[1] - 1 - tap);
}
