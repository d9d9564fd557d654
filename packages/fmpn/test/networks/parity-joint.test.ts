import assert from "node:assert/strict";
import { test } from "node:test";
import { createNetwork, input } from "@fmpn/graph";
import { add, multiply } from "@fmpn/graph/operators";
import { adam, createTrainer, crossEntropy, meanSquaredError, oneHot, type StepResults, trainingStep } from "@fmpn/graph/training";
import { fmpn, type FmpnSettings } from "#src/networks/fmpn.js";
import { presets } from "#src/networks/presets.js";
import { long } from "../../../../test-support/long.ts";
import { filledInput, filledState } from "./parity-fill.js";
import { comparison, type Digest, type Noise, parityMissing, readVectors } from "./parity-vectors.js";
import { gradientsOf, prefixed, under } from "./run-network.js";

interface JointCase {
  readonly size: number;
  readonly batch: number;
  readonly labels: readonly number[];
  readonly ngf: number;
  readonly lambda_cls: number;
  readonly lambda_mask: number;
  readonly adam: { readonly betas: readonly [number, number]; readonly eps: number; readonly lr: number; readonly fmg_lr: number };
  readonly first_step: { readonly mask: Digest; readonly focus: Digest; readonly logits: Digest; readonly grads: Readonly<Record<string, Digest | number>> };
  readonly losses: readonly { readonly cls: number; readonly mask: number; readonly total: number }[];
  readonly fmg_after_3_steps: Readonly<Record<string, Digest>>;
  readonly pfn_after_3_steps: Readonly<Record<string, Digest>>;
}

/** Relative differences allowed to the mask loss of each step, as the vectors' README has them for all losses. */
const maskTolerances = [1e-4, 5e-4, 2e-3];

/**
 * Those allowed to the cross-entropy and the sum. The README has the same as above, which PyTorch itself does not keep to: with resnet50, its float64 losses differ from the vectors by 2.4 % in the second step and 34 % in the
 * third, its float32 losses by 3.3 % and 5.7 % (docs/parity.md). Each step multiplies what rounding did in the step before.
 */
const lossTolerances = [1e-4, 0.06, 0.5];

const allNorms = "cls (l2 of all)";

for (const { file, backbone, noise } of [
  { file: "joint_inception", backbone: "inception_v3", noise: { median: 0.08, greatest: 0.3 } },
  { file: "joint_resnet50", backbone: "resnet50", noise: { median: 0.12, greatest: 0.4 } },
] as const satisfies readonly { readonly file: string; readonly backbone: string; readonly noise: Noise }[]) {
  const skip = parityMissing !== false ? parityMissing : long;
  test(`joint training with ${backbone}: three steps of Adam are the authors'`, { skip }, async (context) => {
    const vector = readVectors<JointCase>(file);
    const { size, batch, ngf, labels } = vector;
    const settings: FmpnSettings = {
      ...presets.paper,
      size,
      maskGenerator: { ...presets.paper.maskGenerator, width: ngf },
      classificationNet: { backbone, dropout: 0 },
    };
    const shapes = { "x.rgb": [batch, 3, size, size], "x.gray": [batch, 1, size, size], "x.mask": [batch, 1, size, size] };
    const network = createNetwork({ training: true });
    const faces = { rgb: input("x.rgb", shapes["x.rgb"]), gray: input("x.gray", shapes["x.gray"]) };
    const { mask, focus, logits } = fmpn(network.root, faces, 7, settings);
    const cls = crossEntropy(logits, input("x.labels", [batch, 7]));
    const maskLoss = meanSquaredError(mask, input("x.mask", shapes["x.mask"]));
    const loss = add(multiply(cls, vector.lambda_cls), multiply(maskLoss, vector.lambda_mask));

    const { betas, eps: epsilon, lr, fmg_lr } = vector.adam;
    const step = trainingStep({
      network,
      loss,
      optimizer: adam({ betas, epsilon }),
      groups: [
        { name: "fmg", includes: (name) => name.startsWith("fmg."), rate: fmg_lr / lr },
        { name: "rest", includes: () => true },
      ],
      results: { mask, focus: focus ?? assert.fail("the paper masks pixels"), logits, cls, maskLoss, ...prefixed("gradient/", gradientsOf(network, loss)) },
    });
    const trainer = await createTrainer(step, { state: filledState(network), provider: "cpu", threads: 1, worker: false });
    const feeds = {
      ...Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, { data: filledInput(name, shape), shape }])),
      "x.labels": { data: oneHot(labels, 7), shape: [batch, 7] },
    };
    const steps: StepResults[] = [];
    for (let taken = 0; taken < 3; taken += 1) steps.push(await trainer.step(feeds, { learningRate: lr }));
    const after = await trainer.state();
    await trainer.close();

    const compared = comparison();
    for (const [index, { cls: wantedCls, mask: wantedMask, total }] of vector.losses.entries()) {
      const relative = lossTolerances[index] ?? 0;
      compared.number(`cross-entropy of step ${index + 1}`, steps[index]?.["cls"]?.[0], wantedCls, relative);
      compared.number(`mask loss of step ${index + 1}`, steps[index]?.["maskLoss"]?.[0], wantedMask, maskTolerances[index] ?? 0);
      compared.number(`loss of step ${index + 1}`, steps[index]?.["loss"]?.[0], total, relative);
    }
    const [first = {}] = steps;
    for (const name of ["mask", "focus"] as const) compared.tensor(name, first[name], vector.first_step[name]);
    compared.noisyTensors("logits", { logits: first["logits"] }, { logits: vector.first_step.logits }, { median: 1e-3, greatest: 1e-3 });
    const gradients = under("gradient/", first);
    const { [allNorms]: clsNorm, ...digests } = vector.first_step.grads;
    compared.noisyTensors("gradients", gradients, digests as Readonly<Record<string, Digest>>, noise);
    let squares = 0;
    for (const [name, values] of Object.entries(gradients)) if (name.startsWith("cls.")) for (const value of values) squares += value * value;
    compared.number("norm of the classifier's gradients", Math.sqrt(squares), clsNorm as number, 0.02);
    compared.noisyTensors("generator and fusion net after three steps", Object.fromEntries(after), { ...vector.fmg_after_3_steps, ...vector.pfn_after_3_steps }, {
      median: 1e-4,
      greatest: 0.01,
    });
    compared.report(context);
  });
}
