import { formatShape, type Scope, ShapeError, type Tensor } from "@fmpn/graph";
import { multiply } from "@fmpn/graph/operators";
import { classificationNet, type ClassificationNetSettings } from "./classification-net.js";
import { maskGenerator, type MaskGeneratorSettings } from "./mask-generator.js";
import { priorFusion, type PriorFusionSettings } from "./prior-fusion.js";
import { initialized, type WeightInitialization } from "./weight-initialization.js";

/** Everything that makes one facial-motion prior network another than the next, but for its classes. */
export interface FmpnSettings {
  /** Side S of the square face in pixels. */
  readonly size: number;
  readonly maskGenerator: MaskGeneratorSettings;
  readonly priorFusion: PriorFusionSettings;
  readonly classificationNet: ClassificationNetSettings;
  /** Where the mask acts: on the face's pixels (the paper), on the classifier's features, on both, or nowhere. */
  readonly mask: { readonly onPixels: boolean; readonly onFeatures: boolean };
  readonly initialization: WeightInitialization;
}

/** A batch of aligned faces. */
export interface Faces {
  /** N×3×S×S in [0, 1]. */
  readonly rgb: Tensor;
  /** N×1×S×S in [0, 1]: see {@link luma}. */
  readonly gray: Tensor;
}

/** What the network says of the faces, and what it rests on. */
export interface FmpnOutputs {
  /** N×1×S×S in (0, 1): the facial-motion mask. */
  readonly mask: Tensor;
  /** N×1×S×S: the gray face seen through the mask. Undefined where the mask is not used on pixels. */
  readonly focus: Tensor | undefined;
  /** N×3×S×S in (0, 1) in the paper: face and masked face as one. */
  readonly fused: Tensor;
  /** N×K, before the softmax. */
  readonly logits: Tensor;
}

/**
 * The facial-motion prior network (paper, figure 2): FMG finds where the face moves, PFN brings the face and its moving
 * parts together, CN names the expression. Parameters are called `fmg.…`, `pfn.…` and `cls.…`.
 *
 * @param classes number of expressions K
 * @throws ShapeError if the faces are not of the size that the settings name, or a part cannot work at that size
 */
export function fmpn(scope: Scope, { rgb, gray }: Faces, classes: number, settings: FmpnSettings): FmpnOutputs {
  checkFaces(rgb, gray, settings.size);
  const root = initialized(scope, settings.initialization);

  const { mask, small } = maskGenerator(root.at("fmg"), gray, settings.maskGenerator); //    N×1×S×S
  const focus = settings.mask.onPixels ? multiply(mask, gray) : undefined; //                N×1×S×S
  const fused = priorFusion(root.at("pfn"), rgb, focus, settings.priorFusion); //            N×3×S×S
  const weights = settings.mask.onFeatures ? small : undefined;
  const logits = classificationNet(root.at("cls"), fused, classes, settings.classificationNet, weights); // N×K

  return { mask, focus, fused, logits };
}

function checkFaces(rgb: Tensor, gray: Tensor, size: number): void {
  const [batch = 0] = rgb.shape;
  for (const [name, { shape }, channels] of [["rgb", rgb, 3], ["gray", gray, 1]] as const) {
    const wanted = [batch, channels, size, size];
    if (formatShape(shape) !== formatShape(wanted)) {
      throw new ShapeError(`fmpn: the ${name} faces are ${formatShape(shape)}, the network wants ${formatShape(wanted)}.`);
    }
  }
}
