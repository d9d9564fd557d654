/** The paper's networks (section 3) and their presets, over symbolic tensors of `@fmpn/graph`: `fmpn/networks`. */
export { type BackboneName, backboneNames } from "./backbones/names.js";
export { classificationNet, type ClassificationNetSettings } from "./classification-net.js";
export { FACE_INPUT } from "./face-input.js";
export { type FaceNetwork, faceNetwork } from "./face-network.js";
export { type Faces, fmpn, type FmpnOutputs, type FmpnSettings } from "./fmpn.js";
export { luma } from "./luma.js";
export { maskGenerator, type MaskGeneratorSettings, type MotionMask } from "./mask-generator.js";
export type { Normalization } from "./normalization.js";
export { isPresetName, type PresetName, presets } from "./presets.js";
export { priorFusion, type PriorFusionSettings } from "./prior-fusion.js";
export { initialized, type WeightInitialization } from "./weight-initialization.js";
// What a model file takes of a crop, and what its logits say.
export { softmax } from "../recognizer/answer.js";
export { facePlanes } from "../recognizer/face-planes.js";
