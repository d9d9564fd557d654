import { type FmpnSettings, type PresetName, presets } from "fmpn/networks";
import { EXPRESSIONS, type Expression } from "../datasets/expression-labels.js";

/** The generator of masks is trained alone first, then both together. */
export type StageName = "mask" | "joint";

/** One of the two stages: how long, how fast. */
export interface StageRecipe {
  readonly epochs: number;
  readonly learningRate: number;
  /**
   * `linear`: constant for the first half, then linearly to 0 (the paper); `cosine`: half a cosine after a warm-up; `step`:
   * a tenth after each third.
   */
  readonly schedule: "linear" | "cosine" | "step" | "constant";
}

/** How training pictures vary; face and mask are always cut alike. */
export interface Augmentation {
  /** Whether faces are mirrored, half of the time. */
  readonly flip: boolean;
  /** `five-crop`: corners and centre (the paper); `affine`: turned, scaled and shifted by chance. */
  readonly crop: "five-crop" | "affine";
  /** Greatest change of brightness and contrast, 0 to 1; 0 is none. */
  readonly light: number;
  /** Greatest change of a single colour's strength, 0 to 1. */
  readonly colour: number;
  /** Probability of taking the colours out. */
  readonly gray: number;
  /** Probability of blurring, as a small or shaken photograph is. */
  readonly blur: number;
  /**
   * Probability of weakening an expression: the face is mixed with the same person's neutral one, where that is trained on,
   * too, and keeps at least 0.4 of itself; its label stays, and of its own motion the mask keeps as much.
   */
  readonly weaken: number;
  /** Probability of blanking a rectangle of up to a quarter of the face. */
  readonly erase: number;
  /** Probability of a picture that shows no face (noise, clouds, one colour, an erased face): its mask is dark, its label uniform. */
  readonly nothing: number;
  /** α of Beta(α, α), from which shares of two mixed faces are drawn (Zhang et al. 2018); 0 mixes none. */
  readonly mixup: number;
}

/**
 * What the motion prior does in the network: `fmpn`, the whole (the paper); `none`, the classifier alone; `masked`, the
 * masked face without fusion; `pixels` and `features`, the mask in one of the two places only.
 */
export type PriorUse = "fmpn" | "none" | "masked" | "pixels" | "features";

/** All that decides a training run, besides the data. Plain data: it is kept in the run's folder as JSON. */
export interface Recipe {
  readonly preset: PresetName;
  /** Weights to start from: a place that `readStartWeights` knows; empty draws them from the seed. */
  readonly start: string;
  /** Where the mask generator starts, if not where the rest does: weights of another run, such as one that trained it for longer. */
  readonly maskStart: string;
  /** Side of the face in pixels; 0 takes the preset's. */
  readonly size: number;
  /** By how much the mask is smaller than the face on each side; 0 takes the preset's. */
  readonly maskReduction: number;
  /** Channels of the mask generator's first layer; 0 takes the preset's. */
  readonly maskWidth: number;
  /**
   * By how much the classifier's first features are smaller than the face: stride of the fusion net, where that gives
   * features (`small`); 0 takes the preset's.
   */
  readonly faceReduction: number;
  readonly prior: PriorUse;
  /**
   * What a face's mask is taught. `class`: where its class moves (the paper), and for the neutral face wherever anything could.
   * `face`: where this face moved from the same person's neutral one, in grey levels; where there is none, its class's mean
   * movement; of a neutral face, and of what is no face, nothing.
   */
  readonly motion: "class" | "face";
  /**
   * ρ: how far masks are weighed by what the answer of the network that is started from rests on, m^(1 − ρ)·r^ρ (see
   * `weighMasks`); 0 asks for motion alone. Wants a classifier that is trained already.
   */
  readonly relevance: number;
  readonly classes: readonly Expression[];
  /** What crops have on each side beyond the paper's tight crop, as a part of its side (see `alignFace`). */
  readonly margin: number;
  readonly seed: number;
  readonly batch: number;
  /** Stage 1: the mask generator alone, on the masks. */
  readonly maskStage: StageRecipe;
  /** Stage 2: everything, on masks and labels. */
  readonly jointStage: StageRecipe;
  /** λ_mask and λ_cls of stage 2's loss. */
  readonly lambdaMask: number;
  readonly lambdaClass: number;
  /**
   * λ_erase of stage 1's loss, with a classifier that is trained already: by how much what the mask erases must hurt the
   * answer and what it keeps must suffice for it; 0 asks for motion alone.
   */
  readonly lambdaErase: number;
  /** Factor on stage 2's learning rate for the mask generator; 0 leaves it as stage 1 made it, which saves its gradients. */
  readonly maskGeneratorRate: number;
  readonly optimizer: "adam" | "adamw" | "sgd" | "rmsprop";
  /** Of Adam; the first is the momentum of `sgd`. */
  readonly betas: readonly [number, number];
  readonly weightDecay: number;
  /** Gradients together longer than this are scaled down to it; 0 leaves them. */
  readonly clipNorm: number;
  /** ρ of the sharpness-aware step (Foret et al. 2021), in twice the time; 0 takes the plain step. */
  readonly sharpness: number;
  readonly labelSmoothing: number;
  /** `balanced` weighs each class's loss by the inverse of its share. */
  readonly classWeights: "none" | "balanced";
  /**
   * `balanced` draws each class equally often, `root` as often as the square root of its number says. `sets` draws each class
   * equally often within each data set (a face at most five times as often as by itself), so that what a set looks like says
   * nothing of the class.
   */
  readonly sampling: "natural" | "root" | "balanced" | "sets";
  /** Share of the past in the moving average of the weights that the result is taken from; 0 takes the last weights. */
  readonly averageDecay: number;
  /** Share of a stated distribution (votes, a teacher's answer) in the label that is taught, where the data has one. */
  readonly distillation: number;
  /** T by which a teacher's answers are softened, p^(1/T); 1 leaves them. */
  readonly temperature: number;
  /** A label to which teachers give less than this is replaced by their answer; 0 believes every label. */
  readonly doubt: number;
  readonly augmentation: Augmentation;
}

const sevenOfAffectNet = EXPRESSIONS.filter((label) => label !== "contempt");

/** The paper's settings (section 4.2 and the released code). */
const paper: Recipe = {
  preset: "paper",
  start: "",
  maskStart: "",
  size: 0,
  maskReduction: 0,
  maskWidth: 0,
  faceReduction: 0,
  prior: "fmpn",
  motion: "class",
  relevance: 0,
  classes: EXPRESSIONS.filter((label) => label !== "neutral"),
  margin: 0,
  seed: 1,
  batch: 16,
  maskStage: { epochs: 300, learningRate: 1e-4, schedule: "linear" },
  jointStage: { epochs: 200, learningRate: 1e-4, schedule: "linear" },
  lambdaMask: 0.1,
  lambdaClass: 1,
  lambdaErase: 0,
  maskGeneratorRate: 0.1,
  optimizer: "adam",
  betas: [0.5, 0.999],
  weightDecay: 0,
  clipNorm: 0,
  sharpness: 0,
  labelSmoothing: 0,
  classWeights: "none",
  sampling: "natural",
  averageDecay: 0,
  distillation: 0,
  temperature: 1,
  doubt: 0,
  augmentation: { flip: true, crop: "five-crop", light: 0, colour: 0, gray: 0, blur: 0, weaken: 0, erase: 0, nothing: 0, mixup: 0 },
};

/** The small network, trained from nothing on a CPU with what practice has learned since. */
const small: Recipe = {
  ...paper,
  preset: "small",
  classes: sevenOfAffectNet,
  margin: 0.1,
  batch: 64,
  maskStage: { epochs: 1, learningRate: 2e-3, schedule: "cosine" },
  jointStage: { epochs: 20, learningRate: 3e-3, schedule: "cosine" },
  lambdaMask: 1,
  maskGeneratorRate: 0.5,
  optimizer: "adamw",
  betas: [0.9, 0.999],
  weightDecay: 0.05,
  clipNorm: 5,
  labelSmoothing: 0.1,
  averageDecay: 0.998,
  distillation: 0.5,
  augmentation: { flip: true, crop: "affine", light: 0.25, colour: 0.1, gray: 0.1, blur: 0.1, weaken: 0, erase: 0.25, nothing: 0, mixup: 0 },
};

/** The compact network, whose classifier knows faces already: a few epochs are enough. */
const compact: Recipe = {
  ...small,
  preset: "compact",
  start: "mobile-face-net",
  jointStage: { epochs: 6, learningRate: 1e-3, schedule: "cosine" },
  augmentation: { ...small.augmentation, crop: "five-crop", light: 0.2, gray: 0.3, erase: 0.15 },
};

/** From what is known of expressions to another set of faces in a few epochs. */
const finetune: Recipe = {
  ...compact,
  start: "expressions-in-the-wild",
  batch: 32,
  maskStage: { epochs: 2, learningRate: 1e-3, schedule: "cosine" },
  jointStage: { epochs: 12, learningRate: 5e-4, schedule: "cosine" },
  averageDecay: 0.98,
  augmentation: { ...compact.augmentation, gray: 0, erase: 0.1 },
};

/**
 * Synthetic faces: the first training of the documentation. They stand straight, so that they are hardly varied; their
 * labels are certain, so that they are not smoothed. Their regions are fine, so the mask is made at half the face's side;
 * the second stage leaves the mask generator alone (rate 0), which keeps the masks and saves a quarter of each step.
 */
const synthetic: Recipe = {
  ...small,
  size: 64,
  maskReduction: 2,
  faceReduction: 4,
  margin: 0,
  batch: 32,
  maskStage: { epochs: 3, learningRate: 2e-3, schedule: "cosine" },
  jointStage: { epochs: 4, learningRate: 3e-3, schedule: "cosine" },
  maskGeneratorRate: 0,
  weightDecay: 0.01,
  averageDecay: 0.98,
  labelSmoothing: 0,
  augmentation: paper.augmentation,
};

export const recipes = { paper, compact, small, finetune, synthetic } as const satisfies Record<string, Recipe>;

const uses: Record<PriorUse, Partial<Record<"onPixels" | "onFeatures" | "face", boolean>>> = {
  fmpn: {},
  none: { onPixels: false, onFeatures: false },
  masked: { onPixels: true, onFeatures: false, face: false },
  pixels: { onPixels: true, onFeatures: false },
  features: { onPixels: false, onFeatures: true },
};

/** The network that a recipe trains. */
export function settingsOf({ preset, size, maskReduction, maskWidth, faceReduction, prior }: Recipe): FmpnSettings {
  const settings = presets[preset];
  const { face = settings.priorFusion.face, ...mask } = uses[prior];
  return {
    ...settings,
    size: size || settings.size,
    maskGenerator: { ...settings.maskGenerator, width: maskWidth || settings.maskGenerator.width, reduction: maskReduction || settings.maskGenerator.reduction },
    priorFusion: { ...settings.priorFusion, stride: faceReduction || settings.priorFusion.stride, face },
    mask: { ...settings.mask, ...mask },
  };
}
