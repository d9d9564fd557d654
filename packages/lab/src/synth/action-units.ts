import type { Expression } from "../datasets/expression-labels.js";
import type { RandomStream } from "./counter-random.js";

/**
 * Strengths of the movements that faces are built from, 0 (rest) to about 1, named by their numbers in the Facial
 * Action Coding System (Ekman and Friesen).
 */
export interface ActionUnits {
  /** 1: inner brows up. */
  readonly innerBrowUp: number;
  /** 2: outer brows up. */
  readonly outerBrowUp: number;
  /** 4: brows down and together. */
  readonly browDown: number;
  /** 5: upper lids up. */
  readonly lidUp: number;
  /** 6: cheeks up, crow's feet. */
  readonly cheekUp: number;
  /** 7: lids tightened. */
  readonly lidTight: number;
  /** 9: nose wrinkled. */
  readonly noseWrinkle: number;
  /** 10: upper lip up. */
  readonly upperLipUp: number;
  /** 12: lip corners pulled up and out. */
  readonly cornerPull: number;
  /** 14: lip corners tightened into a dimple. */
  readonly dimple: number;
  /** 15: lip corners down. */
  readonly cornerDown: number;
  /** 16: lower lip down. */
  readonly lowerLipDown: number;
  /** 17: chin boss and lower lip up. */
  readonly chinUp: number;
  /** 20: lips stretched sideways. */
  readonly lipStretch: number;
  /** 23/24: lips tightened and pressed. */
  readonly lipPress: number;
  /** 25: lips parted. */
  readonly lipsPart: number;
  /** 26/27: jaw dropped. */
  readonly jawDrop: number;
  /** −1 to 1: how much stronger the movements of the right half of the picture are than those of the left. */
  readonly skew: number;
}

/** The face at rest. */
export const REST: ActionUnits = {
  innerBrowUp: 0,
  outerBrowUp: 0,
  browDown: 0,
  lidUp: 0,
  cheekUp: 0,
  lidTight: 0,
  noseWrinkle: 0,
  upperLipUp: 0,
  cornerPull: 0,
  dimple: 0,
  cornerDown: 0,
  lowerLipDown: 0,
  chinUp: 0,
  lipStretch: 0,
  lipPress: 0,
  lipsPart: 0,
  jawDrop: 0,
  skew: 0,
};

type Movement = Partial<ActionUnits>;

/** Each expression's usual combinations, after the EMFACS tables; one is drawn for a face. */
const COMBINATIONS: Readonly<Record<Exclude<Expression, "neutral">, readonly [Movement, ...Movement[]]>> = {
  anger: [
    { browDown: 1, lidUp: 0.35, lidTight: 0.7, lipPress: 1, chinUp: 0.25 },
    { browDown: 1, lidUp: 0.5, lidTight: 0.5, lipPress: 0.2, upperLipUp: 0.25, lowerLipDown: 0.75, lipsPart: 0.5 },
  ],
  contempt: [{ cornerPull: 0.42, dimple: 0.9, lidTight: 0.2, skew: 1 }],
  disgust: [
    { noseWrinkle: 1, upperLipUp: 0.8, browDown: 0.45, lidTight: 0.8, chinUp: 0.4, cornerDown: 0.15 },
    { noseWrinkle: 1, upperLipUp: 1, browDown: 0.4, lidTight: 0.8, lipsPart: 0.35, lowerLipDown: 0.25 },
  ],
  fear: [
    { innerBrowUp: 0.95, outerBrowUp: 0.3, browDown: 0.35, lidUp: 1, lipStretch: 1, lipsPart: 0.5 },
    { innerBrowUp: 1, outerBrowUp: 0.35, browDown: 0.4, lidUp: 1, lipStretch: 1.1, lipsPart: 0.75 },
  ],
  happiness: [
    { cheekUp: 0.8, cornerPull: 1 },
    { cheekUp: 0.9, cornerPull: 1, lipsPart: 0.6 },
    { cheekUp: 1, cornerPull: 1.05, lipsPart: 0.8, jawDrop: 0.3 },
  ],
  sadness: [
    { innerBrowUp: 0.95, browDown: 0.3, cornerDown: 1, chinUp: 0.5 },
    { innerBrowUp: 0.8, browDown: 0.4, cornerDown: 0.9, chinUp: 0.9, lidTight: 0.3 },
  ],
  surprise: [
    { innerBrowUp: 1, outerBrowUp: 1, lidUp: 0.8, lipsPart: 0.3, jawDrop: 1 },
    { innerBrowUp: 1, outerBrowUp: 1, lidUp: 0.9, lipsPart: 0.3, jawDrop: 0.7 },
  ],
};

/**
 * Draws the movements of an expression: one of its usual combinations, each unit varied by a fifth, slightly uneven
 * between the halves of the face (contempt: on one side alone).
 *
 * @param intensity 0 (rest) to 1 (full)
 */
export function drawActionUnits(expression: Expression, intensity: number, random: RandomStream): ActionUnits {
  if (expression === "neutral") return REST;
  const movement = random.pick(COMBINATIONS[expression]);
  const oneSided = movement.skew ?? 0;
  const varied = Object.entries(movement).map(([unit, strength]) => [
    unit,
    strength * intensity * random.uniform(0.82, 1.18),
  ]);
  const skew = oneSided > 0 ? (random.chance(0.5) ? 1 : -1) : random.normal(0.3, 2);
  return { ...REST, ...Object.fromEntries(varied), skew };
}
