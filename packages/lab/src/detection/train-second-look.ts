import { createNetwork, input, type State } from "@fmpn/graph";
import { add, multiply } from "@fmpn/graph/operators";
import { adamW, binaryCrossEntropyWithLogits, trainingStep } from "@fmpn/graph/training";
import { SECOND_LOOK_SIDE } from "fmpn/faces";
import { drawAhead } from "../threads/draw-ahead.js";
import type { DetectionFeeds } from "./detection-batch.js";
import type { DetectionMaterial } from "./detection-material.js";
import type { SecondLookRecipe } from "./detection-recipe.js";
import type { MinedFind } from "./mine-finds.js";
import { runSteps, type StepsOptions } from "./run-steps.js";
import { secondLookBatchDrawer } from "./second-look-batch.js";
import { secondLookNetwork } from "./second-look-network.js";
import { bodyStart } from "./start-weights.js";

/** Trains the second look on what the first one found in the material. */
export async function trainSecondLook(material: DetectionMaterial, finds: readonly MinedFind[], recipe: SecondLookRecipe, from: string, options: StepsOptions): Promise<State> {
  const { batch, smoothing, weightDecay, averageDecay } = recipe;
  const network = createNetwork({ training: true });
  const seen = secondLookNetwork(network.root, input("crop", [batch, 3, SECOND_LOOK_SIDE, SECOND_LOOK_SIDE]));
  // A label may be wrong, and a crop may show nothing.
  const target = add(multiply(input("isFace", [batch, 1]), 1 - 2 * smoothing), smoothing);
  const loss = binaryCrossEntropyWithLogits(seen, target);
  const isWeight = (parameter: string): boolean => (network.parameters.get(parameter)?.tensor.shape.length ?? 0) > 1;
  const groups = [
    { name: "weights", weightDecay, includes: isWeight },
    { name: "biases", weightDecay: 0, includes: () => true },
  ];
  const step = trainingStep({ network, loss, groups, optimizer: adamW(), averageDecay, clipNorm: 5 });
  const batches = () => drawAhead<DetectionFeeds>(new URL("./second-look-worker.js", import.meta.url), { material, finds, recipe }, recipe.steps, options.workers ?? 1, () => secondLookBatchDrawer(material, finds, recipe));
  return await runSteps({ network, step }, async () => await bodyStart(network, recipe.seed, from), batches, recipe, options);
}
