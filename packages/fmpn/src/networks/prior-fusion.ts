import { layers, type Scope, ShapeError, type Tensor } from "@fmpn/graph";
import { type Initializer, zeros } from "@fmpn/graph/initializers";
import { add, relu, sigmoid } from "@fmpn/graph/operators";
import { residualBlock } from "./residual-block.js";
import { plain, sequential } from "./sequential.js";

export interface PriorFusionSettings {
  /** Channels of both branches. The paper: 3. */
  readonly width: number;
  /** Stride of both branches' convolution. The paper: 1. */
  readonly stride: number;
  /** Whether the face itself is fused in. Without it (an ablation) only the masked face goes on to the classifier. */
  readonly face: boolean;
  /** Residual blocks after the sum. The paper: 1. */
  readonly blocks: number;
  /**
   * What comes out. `image`: three channels in (0, 1), which an ImageNet classifier can read (the paper). `features`:
   * the fused channels themselves, for a classifier that is trained with the fusion net from the start. `residual`: the
   * face and what is added to it, nothing at first, for a classifier that knows faces already.
   */
  readonly output: "image" | "features" | "residual";
}

/**
 * PFN, the prior fusion net (paper, section 3.2): brings the face and its masked form into one input for the classifier.
 *
 * @param rgb N×3×S×S in [0, 1]
 * @param focus the masked face, N×1×S×S in [0, 1]; left out where the mask is not used on pixels
 * @returns N×3×S×S in (0, 1) as an image (stride 1), N×width×⌈S/stride⌉×⌈S/stride⌉ as features, N×3×S×S as residual (stride 1)
 */
export function priorFusion(scope: Scope, rgb: Tensor, focus: Tensor | undefined, settings: PriorFusionSettings): Tensor {
  const { width, stride, blocks, output } = settings;
  if (!settings.face && focus === undefined) throw new ShapeError("priorFusion: neither the face nor the masked face is fused: nothing is left to classify.");
  if (output === "residual" && stride !== 1) throw new ShapeError(`priorFusion: a residual is added to the face pixel by pixel, with stride 1, not ${stride}.`);
  const process = (name: string, x: Tensor): Tensor =>
    sequential(scope.at(name), x, [
      (at, h) => layers.convolution(at, h, { filters: width, kernel: 3, stride, padding: 1, bias: false }),
      (at, h) => layers.batchNorm(at, h),
      plain(relu),
    ]);
  const branches = [
    ...(settings.face ? [process("process_a", rgb)] : []), //                 N×3×S×S
    ...(focus === undefined ? [] : [process("process_b", focus)]), //         N×3×S×S
  ];
  const fused = branches.reduce((sum, branch) => add(sum, branch)); //                                          N×3×S×S

  const model = scope.at("model");
  let x = fused;
  for (let block = 0; block < blocks; block += 1) x = residualBlock(model.at(block), x, { norm: "batch", dropout: 0 });
  if (output === "features") return x;
  const image = (initializer?: Initializer): Tensor =>
    layers.convolution(model.at(blocks), x, { filters: 3, kernel: 3, padding: 1, bias: false, ...(initializer ? { initializer } : {}) });
  if (output === "image") return sigmoid(image());
  // face + g(face, masked face), where g starts at 0; without the face, the masked one on all three channels.
  return add(settings.face || focus === undefined ? rgb : focus, image(zeros));
}
