import { createNetwork, input, type Network, stopGradient, type Tensor } from "@fmpn/graph";
import { absolute, add, divide, exponential, logarithm, multiply, negate, relu, sigmoid, slice, subtract, sum } from "@fmpn/graph/operators";
import { adamW, type TrainingStep, trainingStep } from "@fmpn/graph/training";
import { detectionNetwork, STRIDES, VALUES } from "./detection-network.js";
import type { DetectionRecipe } from "./detection-recipe.js";

/** What a step trains and is fed with. */
export interface DetectionGraph {
  readonly network: Network;
  readonly step: TrainingStep;
}

/**
 * The step: inputs `views` N×3×S×S and for each level `face`, `counts`, `place` and `matters` (see face-targets.ts).
 * Loss: a focal loss of the faces (Lin et al. 2017) and the deviation of boxes and points, both per place that shows a face.
 */
export function detectionGraph({ frozen, batch, size, focus, placeWeight, weightDecay, averageDecay, clipNorm }: DetectionRecipe): DetectionGraph {
  const network = createNetwork({ training: true });
  const levels = detectionNetwork(network.root, input("views", [batch, 3, size, size]));
  let [faceLoss, placeLoss, faces]: (Tensor | number)[] = [0, 0, 1];
  for (const [level, map] of levels.entries()) {
    const side = size / (STRIDES[level] ?? 1);
    const planes = (name: string, channels: number): Tensor => input(`${name}/${level}`, [batch, channels, side, side]);
    const [face, counts] = [planes("face", 1), planes("counts", 1)];
    const [place, matters] = [planes("place", VALUES - 1), planes("matters", VALUES - 1)];
    const logits = slice(map, [{ axis: 1, start: 0, end: 1 }]);
    const deviation = multiply(absolute(subtract(slice(map, [{ axis: 1, start: 1, end: VALUES }]), place)), matters);
    faceLoss = add(faceLoss, sum(multiply(focalLoss(logits, face, focus), counts)));
    placeLoss = add(placeLoss, sum(deviation));
    faces = add(faces, sum(face));
  }
  faceLoss = divide(faceLoss, faces);
  placeLoss = divide(placeLoss, faces);
  const loss = add(faceLoss, multiply(placeLoss, placeWeight));
  const isWeight = (parameter: string): boolean => (network.parameters.get(parameter)?.tensor.shape.length ?? 0) > 1;
  // The first layers see edges and colours in any picture; training them would take half of the time.
  const groups = [
    { name: "frozen", frozen: true, includes: (parameter: string) => Number(/^body\.(\d+)\./u.exec(parameter)?.[1] ?? Infinity) < frozen },
    { name: "weights", weightDecay, includes: isWeight },
    { name: "biases", weightDecay: 0, includes: () => true },
  ];
  return { network, step: trainingStep({ network, loss, results: { faceLoss, placeLoss }, groups, optimizer: adamW(), averageDecay, clipNorm }) };
}

/** Binary cross-entropy of logits, weighted by how far off each answer is: |t − σ(z)|^focus, which is not differentiated. */
function focalLoss(logits: Tensor, target: Tensor, focus: number): Tensor {
  // max(z, 0) − z·t + log(1 + e^−|z|), which never overflows.
  const entropy = add(subtract(relu(logits), multiply(logits, target)), logarithm(add(exponential(negate(absolute(logits))), 1)));
  const off = stopGradient(absolute(subtract(target, sigmoid(logits))));
  return multiply(entropy, focus === 2 ? multiply(off, off) : off);
}
