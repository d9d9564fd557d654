import { type Scope, ShapeError, type Tensor } from "@fmpn/graph";
import type { Backbone } from "./backbones/backbone.js";
import { densenet121 } from "./backbones/densenet.js";
import { type BackboneName, backboneNames } from "./backbones/names.js";
import { inceptionV3 } from "./backbones/inception-v3.js";
import { mobileFaceNet } from "./backbones/mobile-face-net.js";
import { resnet152, resnet18, resnet50 } from "./backbones/resnet.js";
import { smallResnet } from "./backbones/small-resnet.js";

interface BackboneEntry {
  readonly build: Backbone;
  /** Name of the last layer, which has one row a class. */
  readonly head: "fc" | "classifier";
  /** Whether it can weigh its features by the mask. */
  readonly takesMask: boolean;
}

const entries = {
  inception_v3: { build: inceptionV3, head: "fc", takesMask: false },
  resnet18: { build: resnet18, head: "fc", takesMask: false },
  resnet50: { build: resnet50, head: "fc", takesMask: false },
  resnet152: { build: resnet152, head: "fc", takesMask: false },
  densenet121: { build: densenet121, head: "classifier", takesMask: false },
  mobile_face_net: { build: mobileFaceNet, head: "fc", takesMask: true },
  small_resnet: { build: smallResnet, head: "fc", takesMask: true },
} as const satisfies Record<BackboneName, BackboneEntry>;

export interface ClassificationNetSettings {
  readonly backbone: BackboneName;
  /** Dropout rate before the last layer. torchvision: 0.5 for inception_v3, 0 for the others. */
  readonly dropout: number;
}

/** Name of a backbone's last layer, which is replaced for another number of classes. */
export function headOf(backbone: BackboneName): "fc" | "classifier" {
  return entries[backbone].head;
}

/**
 * CN, the classification net (paper, section 3.3).
 *
 * @param x N×3×S×S, or the fused features
 * @param classes K
 * @param mask N×1×h×w in (0, 1), where the mask is used on features; any size, it is resampled
 * @returns logits N×K
 * @throws ShapeError if the backbone has no place for the mask, or the size is too small for it
 */
export function classificationNet(
  scope: Scope,
  x: Tensor,
  classes: number,
  { backbone, dropout }: ClassificationNetSettings,
  mask?: Tensor,
): Tensor {
  const { build, takesMask } = entries[backbone];
  if (mask !== undefined && !takesMask) {
    const others = backboneNames.filter((name) => entries[name].takesMask).join(" and ");
    throw new ShapeError(`classification net: ${backbone} cannot use the mask on its features; ${others} can.`);
  }
  return build(scope, x, { classes, dropout, mask });
}
