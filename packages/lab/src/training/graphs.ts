import { constant, createNetwork, input, type Network, type Scope, type Tensor } from "@fmpn/graph";
import { add, divide, mean, multiply, sigmoid, softmax, square, squareRoot, subtract, sum } from "@fmpn/graph/operators";
import { adam, adamW, crossEntropy, meanSquaredError, type Optimizer, type ParameterGroup, rmsprop, sgd, type TrainingStep, trainingStep } from "@fmpn/graph/training";
import { fmpn, luma, maskGenerator } from "fmpn/networks";
import { type Recipe, settingsOf } from "../plans/recipe.js";

/** A stage's step and the network that it trains. */
export interface StageGraph {
  readonly network: Network;
  readonly step: TrainingStep;
}

/**
 * Stage 1: the mask generator alone; inputs `rgb` and `mask`, with λ_erase also `label`. Loss: MSE, and with λ_erase
 * λ_mask·MSE + λ_erase·{@link erasureLoss}.
 */
export function maskStageGraph(recipe: Recipe): StageGraph {
  const { size, maskGenerator: settings } = settingsOf(recipe);
  const network = createNetwork({ training: true });
  const rgb = input("rgb", [recipe.batch, 3, size, size]);
  const target = input("mask", [recipe.batch, 1, size, size]);
  const { mask } = maskGenerator(network.root.at("fmg"), luma(rgb), settings);
  const maskLoss = meanSquaredError(mask, target);
  if (recipe.lambdaErase === 0) return { network, step: trainingStep({ network, loss: maskLoss, groups: groupsOf(recipe, network, 1), ...optimizationOf(recipe) }) };
  const eraseLoss = erasureLoss(network, rgb, mask, recipe);
  const loss = add(multiply(maskLoss, recipe.lambdaMask), multiply(eraseLoss, recipe.lambdaErase));
  const groups = [...groupsOf(recipe, network, 1).slice(0, 2), { name: "net", frozen: true, includes: () => true }];
  return { network, step: trainingStep({ network, loss, results: { maskLoss, eraseLoss }, groups, ...optimizationOf(recipe) }) };
}

/**
 * Whether the answer rests on what the mask shows most: the label's probability where that is erased, minus its probability
 * where nothing else is left, in [−1, 1] (after Dabkowski & Gal 2017). Erased pixels have the face's mean colour. The classifier
 * is asked as an application asks it, with running statistics, but without the prior: it must not answer by the mask. A neutral
 * face rests on no motion and does not count.
 */
function erasureLoss(network: Network, rgb: Tensor, mask: Tensor, recipe: Recipe): Tensor {
  const { batch, classes } = recipe;
  const settings = settingsOf(recipe);
  const label = input("label", [batch, classes.length]);
  const moving = constant(Float32Array.from(classes, (name) => (name === "neutral" ? 0 : 1)), [1, classes.length]);
  const even = mean(rgb, { axes: [2, 3], keep: true });
  const shown = multiply(subtract(rgb, even), highest(mask));
  const probability = (face: Tensor): Tensor => {
    const alone = { ...settings, mask: { onPixels: false, onFeatures: false } };
    const { logits } = fmpn(atRest(network.root), { rgb: face, gray: luma(face) }, classes.length, alone);
    return multiply(softmax(logits), multiply(label, moving));
  };
  return divide(sum(subtract(probability(subtract(rgb, shown)), probability(add(even, shown)))), batch);
}

/**
 * Near 1 where a mask is more than a standard deviation above its own mean, which is about a sixth of it, and near 0 elsewhere:
 * how bright the mask is as a whole, motion alone must say.
 */
function highest(mask: Tensor): Tensor {
  const over = { axes: [2, 3], keep: true };
  const apart = subtract(mask, mean(mask, over));
  const deviation = squareRoot(add(mean(square(apart), over), 1e-6));
  return sigmoid(multiply(subtract(divide(apart, deviation), 1), 4));
}

/** The same place in a network for inference: running statistics, no dropout. */
function atRest(scope: Scope): Scope {
  return { ...scope, training: false, at: (name) => atRest(scope.at(name)) };
}

/**
 * Stage 2: everything; inputs `rgb`, `mask` and `label` (a distribution over the classes). Loss: λ_mask·MSE + λ_cls·CE.
 *
 * @param classWeights factors on each class's share of CE
 */
export function jointStageGraph(recipe: Recipe, classWeights?: readonly number[]): StageGraph {
  const settings = settingsOf(recipe);
  const { batch, classes, labelSmoothing, prior } = recipe;
  const network = createNetwork({ training: true });
  const rgb = input("rgb", [batch, 3, settings.size, settings.size]);
  const targetMask = input("mask", [batch, 1, settings.size, settings.size]);
  const label = input("label", [batch, classes.length]);
  const { mask, logits } = fmpn(network.root, { rgb, gray: luma(rgb) }, classes.length, settings);
  const maskLoss = meanSquaredError(mask, targetMask);
  const classLoss = crossEntropy(logits, label, { labelSmoothing, ...(classWeights ? { classWeights } : {}) });
  // The classifier alone knows of no mask: its generator keeps its weights.
  const loss = prior === "none" ? multiply(classLoss, recipe.lambdaClass) : add(multiply(maskLoss, recipe.lambdaMask), multiply(classLoss, recipe.lambdaClass));
  const results = { ...(prior === "none" ? {} : { maskLoss }), classLoss, logits };
  const groups = groupsOf(recipe, network, prior === "none" || recipe.maskGeneratorRate === 0 ? "frozen" : recipe.maskGeneratorRate);
  return { network, step: trainingStep({ network, loss, results, groups, ...optimizationOf(recipe) }) };
}

function optimizationOf({ optimizer, betas, averageDecay, clipNorm, sharpness }: Recipe) {
  const make: Record<Recipe["optimizer"], () => Optimizer> = {
    adam: () => adam({ betas }),
    adamw: () => adamW({ betas }),
    sgd: () => sgd({ momentum: betas[0] }),
    rmsprop: () => rmsprop(),
  };
  return {
    optimizer: make[optimizer](),
    ...(averageDecay > 0 ? { averageDecay } : {}),
    ...(clipNorm > 0 ? { clipNorm } : {}),
    ...(sharpness > 0 ? { sharpness } : {}),
  };
}

/** Four groups: the mask generator and the rest, each with and without weight decay. */
function groupsOf(recipe: Recipe, network: Network, generatorRate: number | "frozen"): ParameterGroup[] {
  const ofGenerator = generatorRate === "frozen" ? { frozen: true } : { rate: generatorRate };
  const isGenerator = (parameter: string): boolean => parameter.startsWith("fmg.");
  // Weight decay acts on the weights of layers, not on biases, scales and slopes.
  const isWeight = (parameter: string): boolean => (network.parameters.get(parameter)?.tensor.shape.length ?? 0) > 1;
  return [
    { name: "fmg", ...ofGenerator, weightDecay: recipe.weightDecay, includes: (parameter) => isGenerator(parameter) && isWeight(parameter) },
    { name: "fmg, free", ...ofGenerator, weightDecay: 0, includes: isGenerator },
    { name: "net", rate: 1, weightDecay: recipe.weightDecay, includes: isWeight },
    { name: "net, free", rate: 1, weightDecay: 0, includes: () => true },
  ];
}
