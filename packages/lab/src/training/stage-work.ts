import { layerCosts, totalCost } from "@fmpn/graph/onnx";
import { faceNetwork } from "fmpn/networks";
import type { StageName } from "../plans/recipe.js";
import { type Recipe, settingsOf } from "../plans/recipe.js";

/** Multiplications of a step, forward and back, as many as those forward. */
const TRAINED = 3;

/**
 * How much of a training's work is done when a part of a stage's steps is: estimated from the multiplications of the parts of the
 * network that the stage runs forward and back.
 */
export function sharesOfWork(recipe: Recipe): Readonly<Record<StageName, (part: number) => number>> {
  const { classes, prior, maskGeneratorRate, maskStage, jointStage } = recipe;
  const { network, mask, logits } = faceNetwork(settingsOf(recipe), classes.length);
  const costs = layerCosts([mask, logits], network.parameters);
  const macs = (ofGenerator: boolean): number => totalCost(costs.filter(({ layer }) => layer.startsWith("fmg.") === ofGenerator)).macs;
  const generator = prior === "none" ? 0 : macs(true) * (maskGeneratorRate === 0 ? 1 : TRAINED);
  const first = prior === "none" ? 0 : maskStage.epochs * TRAINED * macs(true);
  const second = jointStage.epochs * (generator + TRAINED * macs(false));
  const whole = first + second || 1;
  return { mask: (part) => (first * part) / whole, joint: (part) => (first + second * part) / whole };
}
