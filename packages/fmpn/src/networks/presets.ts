import type { FmpnSettings } from "./fmpn.js";
import { paperInitialization } from "./weight-initialization.js";

/** The paper's network: 299 px, Inception-v3, a generator of width 64. For a face: 38 GMAC for the mask, 5.7 for the rest. */
const paper: FmpnSettings = {
  size: 299,
  maskGenerator: { width: 64, blocks: 4, norm: "batch", dropout: 0, reduction: 1 },
  priorFusion: { width: 3, stride: 1, face: true, blocks: 1, output: "image" },
  classificationNet: { backbone: "inception_v3", dropout: 0.5 },
  mask: { onPixels: true, onFeatures: false },
  initialization: paperInitialization,
};

/**
 * For real time, and for training on a CPU from nothing: the mask is made at a quarter of the face's size, the fusion net
 * hands its features straight to a small classifier. Weights start where He et al. (2015) put them, because nothing here
 * was trained before.
 */
const small: FmpnSettings = {
  size: 96,
  maskGenerator: { width: 16, blocks: 4, norm: "batch", dropout: 0, reduction: 4 },
  priorFusion: { width: 24, stride: 2, face: true, blocks: 0, output: "features" },
  classificationNet: { backbone: "small_resnet", dropout: 0.2 },
  mask: { onPixels: true, onFeatures: true },
  initialization: { scheme: "kaiming", gain: 0 },
};

/**
 * For real time, from a classifier that has learned faces before, as the paper's has learned ImageNet: MobileFaceNet. The
 * prior is added to what it knows: at first the fusion net passes the face on as it is, and the mask changes no feature.
 */
const compact: FmpnSettings = {
  ...small,
  priorFusion: { width: 8, stride: 1, face: true, blocks: 0, output: "residual" },
  classificationNet: { backbone: "mobile_face_net", dropout: 0.2 },
};

export const presets = { paper, compact, small } as const satisfies Record<string, FmpnSettings>;

export type PresetName = keyof typeof presets;

export function isPresetName(name: string): name is PresetName {
  return Object.hasOwn(presets, name);
}
