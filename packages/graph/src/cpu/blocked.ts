import { nodeOutput } from "../node.js";
import { reshape } from "../primitives/layout.js";
import { type Shape, sizeOf } from "../shape.js";
import type { Tensor } from "../tensor.js";

// ONNX Runtime's CPU kernels compute fastest on the "blocked" layout N×(C/B)×H×W×B, with B = 8 (AVX2) or 16 (AVX-512)
// channels side by side. Its optimiser moves graphs there when the weights are constants; in a training step they are
// not, so we write the same internal operators (domain com.microsoft.nchwc) ourselves. A blocked tensor keeps the
// logical shape N×C×H×W; only the order in memory differs, which element-wise operators never see.

/** Domain of ONNX Runtime's blocked operators. */
export const blockedDomain = "com.microsoft.nchwc";

/** Whether a tensor of the shape has a blocked form. */
export function canBlock(shape: Shape, block: number): boolean {
  return shape.length === 4 && (shape[1] ?? 0) % block === 0;
}

/** N×C×H×W in plain order → the same, blocked. */
export function toBlocked(x: Tensor): Tensor {
  return nodeOutput("ReorderInput", [x], x.shape, { domain: blockedDomain });
}

/** N×H×W×C in plain order → N×C×H×W, blocked. */
export function toBlockedFromChannelsLast(x: Tensor): Tensor {
  const [n = 1, height = 1, width = 1, channels = 1] = x.shape;
  return nodeOutput("ReorderInput", [x], [n, channels, height, width], { domain: blockedDomain, attributes: { channels_last: 1 } });
}

/** Blocked N×C×H×W → the same, in plain order. */
export function toPlain(x: Tensor): Tensor {
  return nodeOutput("ReorderOutput", [x], x.shape, { domain: blockedDomain, attributes: { channels: x.shape[1] ?? 1 } });
}

/** Blocked N×C×H×W → N×H×W×C in plain order. */
export function toChannelsLast(x: Tensor): Tensor {
  const [n = 1, channels = 1, height = 1, width = 1] = x.shape;
  return nodeOutput("ReorderOutput", [x], [n, height, width, channels], {
    domain: blockedDomain,
    attributes: { channels, channels_last: 1 },
  });
}

/** A blocked tensor's memory seen as N×(C/B)×(H·W)×B. */
export function blockView(x: Tensor, block: number): Tensor {
  const [n = 1, channels = 1, height = 1, width = 1] = x.shape;
  return reshape(x, [n, channels / block, height * width, block]);
}

export interface BlockedConvolutionOptions {
  readonly kernel: readonly [number, number];
  readonly stride?: readonly [number, number] | undefined;
  readonly dilation?: readonly [number, number] | undefined;
  /** top, left, bottom, right */
  readonly padding?: readonly [number, number, number, number] | undefined;
  readonly groups?: number | undefined;
  /** In plain order, length O. */
  readonly bias?: Tensor | undefined;
  /** Blocked, added to the result. */
  readonly addend?: Tensor | undefined;
  readonly activation?: "Relu" | { readonly clip: readonly [number, number] };
}

/** Convolution in blocked layout. x is blocked (or plain with fewer than B channels), w in the order of `weights.ts`. */
export function blockedConvolution(x: Tensor, w: Tensor, shape: Shape, options: BlockedConvolutionOptions): Tensor {
  const { kernel, stride = [1, 1], dilation = [1, 1], padding = [0, 0, 0, 0], groups = 1, bias, addend, activation } = options;
  const inputs = addend ? [x, w, bias ?? null, addend] : bias ? [x, w, bias] : [x, w];
  return nodeOutput("Conv", inputs, shape, {
    domain: blockedDomain,
    attributes: {
      kernel_shape: kernel,
      strides: stride,
      dilations: dilation,
      pads: padding,
      group: groups,
      ...(activation === "Relu" ? { activation: "Relu" } : {}),
      ...(typeof activation === "object" ? { activation: "Clip", activation_params: { floats: activation.clip } } : {}),
    },
  });
}

/** scale[c]·x + shift[c] (+ addend), then an activation, of a blocked x: a depthwise 1×1 convolution, one pass over memory. */
export function blockedAffine(
  x: Tensor,
  scale: Tensor,
  shift: Tensor,
  more: Pick<BlockedConvolutionOptions, "addend" | "activation"> = {},
): Tensor {
  const channels = x.shape[1] ?? 1;
  return blockedConvolution(x, reshape(scale, [channels, 1, 1, 1]), x.shape, { kernel: [1, 1], groups: channels, bias: shift, ...more });
}

/** Σ a·b over N, H and W of two blocked tensors, length C: a depthwise convolution of a with b as the kernel. */
export function blockedDotPerImage(a: Tensor, b: Tensor): Tensor {
  const [n = 1, channels = 1, height = 1, width = 1] = a.shape;
  const product = blockedConvolution(
    reshape(a, [1, n * channels, height, width]),
    reshape(b, [n * channels, 1, height, width]),
    [1, n * channels, 1, 1],
    { kernel: [height, width], groups: n * channels },
  );
  return reshape(product, [n, channels]);
}

/** Mean over H and W of a blocked tensor: N×C. */
export function blockedMeanPerImage(x: Tensor): Tensor {
  const [n = 1, channels = 1] = x.shape;
  return reshape(nodeOutput("GlobalAveragePool", [x], [n, channels, 1, 1], { domain: blockedDomain }), [n, channels]);
}

/** Places of an image. */
export function placesOf(shape: Shape): number {
  return sizeOf(shape.slice(2));
}
