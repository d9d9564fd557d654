import type { PresetName } from "fmpn";
import { EXPRESSIONS, type Expression } from "../datasets/expression-labels.js";

/** One of the two stages: how long, how fast. */
export interface StageRecipe {
  readonly epochs: number;
  readonly learningRate: number;
  /** `linear`: constant for the first half, then linearly to 0 (the paper); `cosine`: half a cosine after a warm-up. */
  readonly schedule: "linear" | "cosine";
}

/** How training pictures vary; the same for colours and mask. */
export interface Augmentation {
  /** Whether faces are mirrored, half of the time. */
  readonly flip: boolean;
  /** `five-crop`: corners and centre (the paper); `affine`: turned, scaled and shifted by chance. */
  readonly crop: "five-crop" | "affine";
  /** Greatest change of brightness and contrast, 0 to 1; 0 is none. */
  readonly light: number;
  /** Probability of taking the colours out. */
  readonly gray: number;
  /** Probability of blanking a rectangle of up to a quarter of the face. */
  readonly erase: number;
}

/** All that decides a training run, besides the data. Plain data: it is kept in the run's folder as JSON. */
export interface Recipe {
  readonly preset: PresetName;
  readonly classes: readonly Expression[];
  readonly seed: number;
  readonly batch: number;
  /** Stage 1: the mask generator alone, on the masks. */
  readonly maskStage: StageRecipe;
  /** Stage 2: everything, on masks and labels. */
  readonly jointStage: StageRecipe;
  /** λ_mask and λ_cls of stage 2's loss. */
  readonly lambdaMask: number;
  readonly lambdaClass: number;
  /** Factor on stage 2's learning rate for the mask generator. */
  readonly maskGeneratorRate: number;
  readonly optimizer: "adam" | "adamw";
  readonly betas: readonly [number, number];
  readonly weightDecay: number;
  readonly labelSmoothing: number;
  /** Share of the past in the moving average of the weights that the result is taken from; 0 takes the last weights. */
  readonly averageDecay: number;
  readonly augmentation: Augmentation;
}

const sevenOfAffectNet = EXPRESSIONS.filter((label) => label !== "contempt");

/** The paper's settings (section 4.2 and the released code). */
const paper: Recipe = {
  preset: "paper",
  classes: EXPRESSIONS.filter((label) => label !== "neutral"),
  seed: 1,
  batch: 16,
  maskStage: { epochs: 300, learningRate: 1e-4, schedule: "linear" },
  jointStage: { epochs: 200, learningRate: 1e-4, schedule: "linear" },
  lambdaMask: 0.1,
  lambdaClass: 1,
  maskGeneratorRate: 0.1,
  optimizer: "adam",
  betas: [0.5, 0.999],
  weightDecay: 0,
  labelSmoothing: 0,
  averageDecay: 0,
  augmentation: { flip: true, crop: "five-crop", light: 0, gray: 0, erase: 0 },
};

/** The compact network, trained from nothing in minutes with what practice has learned since. */
const compact: Recipe = {
  ...paper,
  preset: "compact",
  classes: sevenOfAffectNet,
  batch: 32,
  maskStage: { epochs: 3, learningRate: 2e-3, schedule: "cosine" },
  jointStage: { epochs: 20, learningRate: 2e-3, schedule: "cosine" },
  lambdaMask: 1,
  maskGeneratorRate: 0.5,
  optimizer: "adamw",
  betas: [0.9, 0.999],
  weightDecay: 0.02,
  labelSmoothing: 0.1,
  averageDecay: 0.998,
  augmentation: { flip: true, crop: "affine", light: 0.25, gray: 0.1, erase: 0.2 },
};

/** Synthetic faces: the first training of the documentation. */
const synthetic: Recipe = {
  ...compact,
  maskStage: { epochs: 1, learningRate: 2e-3, schedule: "cosine" },
  jointStage: { epochs: 6, learningRate: 3e-3, schedule: "cosine" },
  averageDecay: 0.98,
  labelSmoothing: 0.05,
  augmentation: { flip: true, crop: "affine", light: 0.1, gray: 0, erase: 0 },
};

export const recipes = { paper, compact, synthetic } as const satisfies Record<string, Recipe>;
