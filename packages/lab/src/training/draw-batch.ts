import { createRandom, type Random } from "@fmpn/graph";
import type { HostTensor } from "@fmpn/graph/inference";
import { augment, type BatchPlanes } from "./augment.js";
import { type Recipe, settingsOf, type StageName } from "../plans/recipe.js";
import type { TrainingFaces } from "./training-faces.js";

/** What one step is fed with. */
export interface Batch {
  readonly feeds: Readonly<Record<string, HostTensor>>;
  /** The class that each row shows (the greater share, where faces are mixed). */
  readonly labels: readonly number[];
}

/**
 * What draws the batches of a stage, by their step counted from 0: faces in the epoch's order, varied by a stream of the
 * step's own. A batch depends on nothing but the faces, the recipe and the step, so that any thread may draw it and a
 * resumed run draws the same.
 */
export function batchDrawer(stage: StageName, faces: TrainingFaces, recipe: Recipe): (step: number) => Batch {
  const stepsPerEpoch = Math.floor(faces.count / recipe.batch);
  let orderedEpoch = -1;
  let order: Uint32Array = new Uint32Array(0);
  return (step) => {
    const epoch = Math.floor(step / stepsPerEpoch);
    if (epoch !== orderedEpoch) {
      orderedEpoch = epoch;
      order = epochOrder(stage, epoch, faces, recipe);
    }
    const first = (step % stepsPerEpoch) * recipe.batch;
    return drawBatch(stage, step, Array.from(order.subarray(first, first + recipe.batch)), faces, recipe);
  };
}

function drawBatch(stage: StageName, step: number, chosen: readonly number[], faces: TrainingFaces, recipe: Recipe): Batch {
  const { size } = settingsOf(recipe);
  const { batch, seed, classes, augmentation, lambdaErase } = recipe;
  const random = createRandom(seed, `${stage} augmentation`, step);
  const planes: BatchPlanes = { size, rgb: new Float32Array(batch * 3 * size ** 2), mask: new Float32Array(batch * size ** 2) };
  const targets = new Float32Array(batch * classes.length).fill(1 / classes.length);
  for (const [row, index] of chosen.entries()) {
    if (augment(faces, index, row, planes, recipe, random)) targets.set(targetOf(faces, index, recipe), row * classes.length);
  }
  if (stage === "joint" && augmentation.mixup > 0) mixRows([planes.rgb, planes.mask, targets], batch, betaShare(augmentation.mixup, random));

  const feeds: Record<string, HostTensor> = {
    rgb: { shape: [batch, 3, size, size], data: planes.rgb },
    mask: { shape: [batch, 1, size, size], data: planes.mask },
    ...(stage === "joint" || lambdaErase > 0 ? { label: { shape: [batch, classes.length], data: targets } } : {}),
  };
  return { feeds, labels: chosen.map((index) => faces.labels[index] ?? 0) };
}

function epochOrder(stage: StageName, epoch: number, faces: TrainingFaces, recipe: Recipe): Uint32Array {
  const random = createRandom(recipe.seed, `${stage} order`, epoch);
  return Uint32Array.from(recipe.sampling === "natural" ? shuffled(faces.count, random) : orderByClass(faces, recipe, random));
}

function shuffled(count: number, random: Random): number[] {
  return random.shuffle(Array.from({ length: count }, (_, index) => index));
}

/**
 * As many draws as there are faces, by the recipe's `sampling`: the pile that is furthest behind its share comes next; a small
 * one comes round several times.
 */
function orderByClass(faces: TrainingFaces, recipe: Recipe, random: Random): number[] {
  const piles = pilesOf(faces, recipe).map(({ members, weight }) => ({ weight, order: random.shuffle([...members]) }));
  const all = piles.reduce((sum, { weight }) => sum + weight, 0);
  const drawn = piles.map(() => 0);
  const draws = Array.from({ length: faces.count }, (_, draw) => {
    const behind = piles.map(({ weight }, k) => ((draw + 1) * weight) / all - (drawn[k] ?? 0));
    const next = behind.indexOf(Math.max(...behind));
    const { order = [] } = piles[next] ?? {};
    const turn = drawn[next] ?? 0;
    drawn[next] = turn + 1;
    return order[turn % order.length] ?? 0;
  });
  return random.shuffle(draws);
}

/** How many times as often as by itself a face is drawn at most, where classes are evened out within each set. */
const MOST_REPEATED = 5;

/** The faces of each class, or of each class of each set, and how often one of them is drawn beside one of the others. */
function pilesOf({ count, labels, names }: TrainingFaces, { classes, sampling }: Recipe): { readonly members: readonly number[]; readonly weight: number }[] {
  const setOf = (index: number): string => (sampling === "sets" ? (names[index] ?? "").split("/", 1)[0] ?? "" : "");
  const [piles, sets] = [new Map<string, number[]>(), new Map<string, number>()];
  for (let index = 0; index < count; index += 1) {
    const set = setOf(index);
    const key = `${set}/${classes[labels[index] ?? 0]}`;
    const pile = piles.get(key) ?? [];
    pile.push(index);
    piles.set(key, pile);
    sets.set(set, (sets.get(set) ?? 0) + 1);
  }
  return [...piles.values()].map((members) => {
    if (sampling === "root") return { members, weight: Math.sqrt(members.length) };
    if (sampling === "balanced") return { members, weight: 1 };
    return { members, weight: Math.min((sets.get(setOf(members[0] ?? 0)) ?? 0) / classes.length, MOST_REPEATED * members.length) };
  });
}

/** What a face is taught: its class, and as much of the distribution stated for it as the recipe's `distillation` says. */
function targetOf({ labels, stated, count }: TrainingFaces, index: number, { classes, distillation }: Recipe): Float32Array {
  const target = new Float32Array(classes.length);
  target[labels[index] ?? 0] = 1;
  const told = stated?.subarray((index * stated.length) / count, ((index + 1) * stated.length) / count);
  if (distillation === 0 || told === undefined || told.every((share) => share === 0)) return target;
  return target.map((share, k) => (1 - distillation) * share + distillation * (told[k] ?? 0));
}

/** Each row becomes λ of itself and 1 − λ of its opposite number (mixup): first with last, second with last but one. */
function mixRows(tensors: readonly Float32Array[], batch: number, share: number): void {
  for (const data of tensors) {
    const each = data.length / batch;
    for (let row = 0; row < batch >> 1; row += 1) {
      const [a, b] = [row * each, (batch - 1 - row) * each];
      for (let k = 0; k < each; k += 1) {
        const [x, y] = [data[a + k] ?? 0, data[b + k] ?? 0];
        data[a + k] = share * x + (1 - share) * y;
        data[b + k] = share * y + (1 - share) * x;
      }
    }
  }
}

/** The greater of the two shares that Beta(α, α) gives, by Jöhnk's rejection: u^(1/α) and v^(1/α) where their sum is at most 1. */
function betaShare(alpha: number, random: Random): number {
  for (;;) {
    const [a, b] = [random.uniform() ** (1 / alpha), random.uniform() ** (1 / alpha)];
    if (a + b > 0 && a + b <= 1) return Math.max(a, b) / (a + b);
  }
}
