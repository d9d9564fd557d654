import assert from "node:assert/strict";
import { test } from "node:test";
import { createNetwork, input } from "@fmpn/graph";
import { mean, multiply } from "@fmpn/graph/operators";
import { priorFusion } from "#src/networks/prior-fusion.js";
import { filledInput, filledState } from "./parity-fill.js";
import { type Comparison, comparison, type Digest, parityMissing, readVectors } from "./parity-vectors.js";
import { runNetwork, runTrainingStep, type Values } from "./run-network.js";

interface PriorFusionCase {
  readonly size: number;
  readonly batch: number;
  readonly eval: Digest;
  readonly train: Digest;
  readonly "loss_mean_of_output_times_x.weight": number;
  readonly grads: Readonly<Record<string, Digest>>;
}

test("prior fusion net: images, loss and gradients are the authors'", { skip: parityMissing }, async (context) => {
  const vector = readVectors<PriorFusionCase>("pfn");
  const { size, batch } = vector;
  const shapes = { "x.rgb": [batch, 3, size, size], "x.focus": [batch, 1, size, size], "x.weight": [batch, 3, size, size] };
  const feeds = Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, { data: filledInput(name, shape), shape }]));
  const build = (training: boolean) => {
    const network = createNetwork({ training });
    const [rgb, focus] = [input("x.rgb", shapes["x.rgb"]), input("x.focus", shapes["x.focus"])];
    const image = priorFusion(network.root.at("pfn"), rgb, focus, { width: 3, stride: 1, face: true, blocks: 1, output: "image" });
    return { network, image };
  };
  const compared = comparison();
  const { "x.weight": weight, ...faces } = feeds;
  assert.ok(weight);

  const inference = build(false);
  const state = filledState(inference.network);
  const evaluated = await runNetwork(inference.network, state, faces, { image: inference.image });
  compared.tensor("image for inference", evaluated.values["image"], vector.eval);

  const { network, image } = build(true);
  const loss = mean(multiply(image, input("x.weight", shapes["x.weight"])));
  assert.deepEqual([...network.parameters.keys()].sort(), Object.keys(vector.grads).sort());
  const check = (against: Comparison, values: Values, gradients: Values): void => {
    against.tensor("image in training", values["image"], vector.train);
    against.number("loss", values["loss"]?.[0], vector["loss_mean_of_output_times_x.weight"], 1e-4);
    for (const [name, digest] of Object.entries(vector.grads)) against.tensor(`gradient of ${name}`, gradients[name], digest);
  };
  const exact = await runNetwork(network, state, feeds, { image }, loss);
  check(compared, exact.values, exact.gradients);
  compared.report(context, "standard operators");

  const fast = comparison();
  const step = await runTrainingStep(network, state, feeds, { image }, loss);
  check(fast, step.values, step.gradients);
  fast.report(context, "training kernels of this machine");
});
