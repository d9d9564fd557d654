import { inLayer, layers, type Scope, ShapeError, type Tensor } from "@fmpn/graph";
import { relu, resize, sigmoid } from "@fmpn/graph/operators";
import { biasBefore, normalization, type Normalization } from "./normalization.js";
import { residualBlock } from "./residual-block.js";
import { type Layer, plain, sequential } from "./sequential.js";

export interface MaskGeneratorSettings {
  /** Channels of the first layer; each of the two downsampling layers doubles them. The paper: 64. */
  readonly width: number;
  /** Residual blocks at the lowest resolution. The paper: 4. */
  readonly blocks: number;
  readonly norm: Normalization;
  /** Dropout rate inside the residual blocks. The paper: 0; the authors' option: 0.5. */
  readonly dropout: number;
  /**
   * How many times smaller than the face the mask is computed: stride of the first layer. 1 is the paper; the other
   * presets work at a quarter and enlarge the finished mask.
   */
  readonly reduction: number;
}

/** The generator's output. */
export interface MotionMask {
  /** N×1×S×S in (0, 1): how much each pixel moves in the expression. */
  readonly mask: Tensor;
  /** The mask as computed, N×1×(S/reduction)×(S/reduction); the same tensor where reduction is 1. */
  readonly small: Tensor;
}

/**
 * FMG, the facial-motion mask generator (paper, section 3.1; Johnson et al. 2016's image transformer).
 *
 * @param gray N×1×S×S in [0, 1]
 * @throws ShapeError where the generator cannot restore the size: see `checkMaskSize`
 */
export function maskGenerator(scope: Scope, gray: Tensor, settings: MaskGeneratorSettings): MotionMask {
  const { width, blocks, norm, dropout, reduction } = settings;
  const [, , size = 0] = gray.shape;
  inLayer(scope, () => checkMaskSize(size, reduction));
  const bias = biasBefore(norm);
  // An odd size loses a row in each halving and gets it back here.
  const outputPadding = (size / reduction) % 2;

  const first: Layer = (at, x) => layers.convolution(at, x, { filters: width, kernel: 7, stride: reduction, padding: 3, bias });
  const down = (filters: number): Layer[] => [
    (at, x) => layers.convolution(at, x, { filters, kernel: 4, stride: 2, padding: 1, bias }),
    normalization(norm),
    plain(relu),
  ];
  const up = (filters: number): Layer[] => [
    (at, x) => layers.transposedConvolution(at, x, { filters, kernel: 4, stride: 2, padding: 1, outputPadding, bias }),
    normalization(norm),
    plain(relu),
  ];
  const block: Layer = (at, x) => residualBlock(at, x, { norm, dropout });

  // With reduction 1, for S = 299:
  const features = sequential(scope.at("feature_extractor"), gray, [
    first, //                                     N×64×299×299
    normalization(norm),
    plain(relu),
    ...down(2 * width), //                        N×128×149×149
    ...down(4 * width), //                        N×256×74×74
    ...Array.from({ length: blocks }, () => block),
    ...up(2 * width), //                          N×128×149×149
    ...up(width), //                              N×64×299×299
  ]);
  const small = sigmoid(layers.convolution(scope.at("res_top").at(0), features, { filters: 1, kernel: 7, padding: 3, bias: false }));
  return { mask: resize(small, [size, size]), small };
}

/**
 * Two halvings and two doublings restore a size whose remainder by 4 is 0 or 3; the others come back a pixel off.
 *
 * @param size side of the face in pixels
 * @throws ShapeError naming the nearest sizes that work
 */
export function checkMaskSize(size: number, reduction = 1): void {
  const restores = (side: number): boolean => side % reduction === 0 && side / reduction >= 4 && [0, 3].includes((side / reduction) % 4);
  if (restores(size)) return;
  let [lower, upper] = [size - 1, size + 1];
  while (lower > 0 && !restores(lower)) lower -= 1;
  while (!restores(upper)) upper += 1;
  const rule = reduction === 1 ? "S mod 4 must be 0 or 3" : `S/${reduction} must be whole, and S/${reduction} mod 4 must be 0 or 3`;
  const nearest = lower > 0 ? `${lower} or ${upper}` : `${upper}`;
  throw new ShapeError(`mask generator: it cannot restore the size S = ${size}: ${rule}. The nearest size is ${nearest}.`);
}
