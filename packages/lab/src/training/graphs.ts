import {
  adam,
  adamW,
  add,
  createNetwork,
  crossEntropy,
  input,
  meanSquaredError,
  multiply,
  type Network,
  type ParameterGroup,
  type TrainingStep,
  trainingStep,
} from "@fmpn/graph";
import { fmpn, luma, maskGenerator, presets } from "fmpn";
import type { Recipe } from "./recipe.js";

/** A stage's step and the network that it trains. */
export interface StageGraph {
  readonly network: Network;
  readonly step: TrainingStep;
}

const optimizerOf = ({ optimizer, betas }: Recipe) => (optimizer === "adam" ? adam({ betas }) : adamW({ betas }));
const averageOf = ({ averageDecay }: Recipe) => (averageDecay > 0 ? { averageDecay } : {});

/** Whether weight decay acts on a parameter: on weights of layers, not on biases, scales and slopes. */
const decays = (parameter: string, network: Network): boolean => (network.parameters.get(parameter)?.tensor.shape.length ?? 0) > 1;

/** Stage 1: the mask generator alone; inputs `rgb` and `mask`. */
export function maskStageGraph(recipe: Recipe): StageGraph {
  const settings = presets[recipe.preset];
  const network = createNetwork({ training: true });
  const rgb = input("rgb", [recipe.batch, 3, settings.size, settings.size]);
  const target = input("mask", [recipe.batch, 1, settings.size, settings.size]);
  const { mask } = maskGenerator(network.root.at("fmg"), luma(rgb), settings.maskGenerator);
  const loss = meanSquaredError(mask, target);
  const optimizer = optimizerOf(recipe);
  return { network, step: trainingStep({ network, loss, optimizer, groups: groupsOf(recipe, network, 1), ...averageOf(recipe) }) };
}

/** Stage 2: everything; inputs `rgb`, `mask` and `label` (a distribution over the classes). Loss: λ_mask·MSE + λ_cls·CE. */
export function jointStageGraph(recipe: Recipe): StageGraph {
  const settings = presets[recipe.preset];
  const network = createNetwork({ training: true });
  const rgb = input("rgb", [recipe.batch, 3, settings.size, settings.size]);
  const targetMask = input("mask", [recipe.batch, 1, settings.size, settings.size]);
  const label = input("label", [recipe.batch, recipe.classes.length]);
  const { mask, logits } = fmpn(network.root, { rgb, gray: luma(rgb) }, recipe.classes.length, settings);
  const maskLoss = meanSquaredError(mask, targetMask);
  const classLoss = crossEntropy(logits, label, { labelSmoothing: recipe.labelSmoothing });
  const loss = add(multiply(maskLoss, recipe.lambdaMask), multiply(classLoss, recipe.lambdaClass));
  const results = { maskLoss, classLoss, logits };
  const groups = groupsOf(recipe, network, recipe.maskGeneratorRate);
  return { network, step: trainingStep({ network, loss, optimizer: optimizerOf(recipe), results, groups, ...averageOf(recipe) }) };
}

/** Four groups: the mask generator and the rest, each with and without weight decay. */
function groupsOf(recipe: Recipe, network: Network, maskGeneratorRate: number): ParameterGroup[] {
  const group = (name: string, rate: number, weightDecay: number, includes: (parameter: string) => boolean): ParameterGroup => ({
    name,
    rate,
    weightDecay,
    includes,
  });
  const isGenerator = (parameter: string): boolean => parameter.startsWith("fmg.");
  return [
    group("fmg", maskGeneratorRate, recipe.weightDecay, (parameter) => isGenerator(parameter) && decays(parameter, network)),
    group("fmg, free", maskGeneratorRate, 0, isGenerator),
    group("net", 1, recipe.weightDecay, (parameter) => decays(parameter, network)),
    group("net, free", 1, 0, () => true),
  ];
}
