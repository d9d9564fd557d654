import { synthesizeFace } from "#src/synth/synthesize-face.js";

const CLASSES = 7;
const EPOCHS = 16;
const BATCH = 50;
const RATE = 1e-3;
const DECAY = 0.02;

/**
 * The accuracy on new people of softmax regression on standardised gray pixels of the pictures as they are drawn, trained
 * by Adam with weight decay; the best of the accuracies after each epoch, so that early stopping could do no better.
 */
export function linearAccuracy(options: { seed: number; trainFaces: number; testFaces: number; side: number }): number {
  const { seed, trainFaces, testFaces, side } = options;
  const train = facesAsRows(seed, 0, trainFaces, side);
  // A multiple of seven, so that a new person begins.
  const test = facesAsRows(seed, 70_000, testFaces, side);
  standardize(train.pixels, test.pixels, side * side);
  const inputs = side * side;
  const weights = new Float32Array(CLASSES * inputs);
  const first = new Float32Array(CLASSES * inputs);
  const second = new Float32Array(CLASSES * inputs);
  let best = 0;
  let step = 0;
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (let from = 0; from < trainFaces; from += BATCH) {
      const gradient = new Float32Array(CLASSES * inputs);
      const batch = Math.min(BATCH, trainFaces - from);
      for (let row = 0; row < batch; row++) {
        // A stride that shares no factor with the count visits every face once in an epoch, in mixed order.
        const face = ((from + row) * 1009 + epoch * 31) % trainFaces;
        const pixels = train.pixels.subarray(face * inputs, (face + 1) * inputs);
        const shares = softmax(scores(weights, pixels));
        for (let k = 0; k < CLASSES; k++) {
          const error = ((shares[k] ?? 0) - (train.labels[face] === k ? 1 : 0)) / batch;
          const at = k * inputs;
          for (let i = 0; i < inputs; i++) gradient[at + i] = (gradient[at + i] ?? 0) + error * (pixels[i] ?? 0);
        }
      }
      step++;
      const scale = (RATE * Math.sqrt(1 - 0.999 ** step)) / (1 - 0.9 ** step);
      for (let i = 0; i < weights.length; i++) {
        const slope = (gradient[i] ?? 0) + DECAY * (weights[i] ?? 0);
        first[i] = 0.9 * (first[i] ?? 0) + 0.1 * slope;
        second[i] = 0.999 * (second[i] ?? 0) + 0.001 * slope * slope;
        weights[i] = (weights[i] ?? 0) - (scale * (first[i] ?? 0)) / (Math.sqrt(second[i] ?? 0) + 1e-8);
      }
    }
    best = Math.max(best, accuracy(weights, test, inputs));
  }
  return best;
}

interface Rows {
  readonly pixels: Float32Array;
  readonly labels: Uint8Array;
}

function facesAsRows(seed: number, from: number, count: number, side: number): Rows {
  const pixels = new Float32Array(count * side * side);
  const labels = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    const { data } = synthesizeFace(seed, from + row, { size: side }).image;
    for (let i = 0; i < side * side; i++) {
      pixels[row * side * side + i] = 0.299 * (data[3 * i] ?? 0) + 0.587 * (data[3 * i + 1] ?? 0) + 0.114 * (data[3 * i + 2] ?? 0);
    }
    labels[row] = (from + row) % CLASSES;
  }
  return { pixels, labels };
}

function standardize(train: Float32Array, test: Float32Array, inputs: number): void {
  const count = train.length / inputs;
  for (let i = 0; i < inputs; i++) {
    let [sum, squares] = [0, 0];
    for (let row = 0; row < count; row++) {
      const value = train[row * inputs + i] ?? 0;
      sum += value;
      squares += value * value;
    }
    const mean = sum / count;
    const deviation = Math.sqrt(Math.max(1, squares / count - mean * mean));
    for (const rows of [train, test]) {
      for (let at = i; at < rows.length; at += inputs) rows[at] = ((rows[at] ?? 0) - mean) / deviation;
    }
  }
}

function scores(weights: Float32Array, pixels: Float32Array): number[] {
  return Array.from({ length: CLASSES }, (_, k) => {
    let sum = 0;
    for (let i = 0; i < pixels.length; i++) sum += (weights[k * pixels.length + i] ?? 0) * (pixels[i] ?? 0);
    return sum;
  });
}

function softmax(values: readonly number[]): number[] {
  const most = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - most));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / total);
}

function accuracy(weights: Float32Array, { pixels, labels }: Rows, inputs: number): number {
  let right = 0;
  labels.forEach((label, row) => {
    const values = scores(weights, pixels.subarray(row * inputs, (row + 1) * inputs));
    if (values.indexOf(Math.max(...values)) === label) right++;
  });
  return right / labels.length;
}
