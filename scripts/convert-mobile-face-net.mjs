// Makes packages/lab/models/mobile-face-net/weights.safetensors: what a MobileFaceNet has learned of faces, as the start of
// the compact preset's classifier. The file that is read (fr_feature.onnx of the package faceplugin-face-recognition-js 0.0.1)
// has its batch norms folded into the convolutions. Here they get new ones that change nothing at first: each layer's mean
// and deviation over faces become the norm's statistics, and its shift and scale undo them. Channels inside of the bottlenecks
// whose weights are all next to nothing are left out: they change hardly an answer, and numbers that small cost some processors
// a hundred times what others do. The network's own widths (mobile-face-net.ts in fmpn) are what is printed here.
//   node scripts/convert-mobile-face-net.mjs fr_feature.onnx DATASET OUT.safetensors      (DATASET@column=value for a part)
import { readFileSync } from "node:fs";
import path from "node:path";
import { writeSafetensors } from "@fmpn/graph/checkpoints";
import { openSession } from "@fmpn/graph/inference";
import { decodeModel, encodeModel } from "@fmpn/graph/onnx";
import { openDataSet, selectWhere } from "@fmpn/lab/datasets";
import { writeWhole } from "@fmpn/lab/files";
import { loadTrainingFaces, recipes, storedSide } from "@fmpn/lab/training";
import { createPicture } from "fmpn/pictures";

const SIZE = 96;
/** Every so many-th face is looked at. */
const EVERY = 100;
/** Of batch norm. */
const EPSILON = 1e-5;
/** A channel whose weights are all below is dead. */
const DEAD = 1e-6;
/** Kept channels come in such steps, ONNX Runtime's blocks; a single living channel above a step is given up for it. */
const STEP = 16;

const [file, data, out] = process.argv.slice(2);
if (out === undefined) throw new Error("usage: convert-mobile-face-net.mjs fr_feature.onnx DATASET OUT.safetensors");

const bottleneck = (name) => [`${name}.conv`, `${name}.conv_dw`, `${name}.project`];
const residuals = (name, count) => Array.from({ length: count }, (_, index) => bottleneck(`${name}.model.${index}`)).flat();
const names = ["conv1", "conv2_dw", ...bottleneck("conv_23"), ...residuals("conv_3", 4), ...bottleneck("conv_34"), ...residuals("conv_4", 6), ...bottleneck("conv_45"), ...residuals("conv_5", 2), "conv_6_sep"];

const model = decodeModel(new Uint8Array(readFileSync(file)), path.basename(file));
const { nodes, initializers } = model.graph;
const stored = new Map(initializers.map((tensor) => [tensor.name, { shape: tensor.shape, values: new Float32Array(tensor.bytes.slice().buffer) }]));
let side = SIZE;
const layers = nodes.filter(({ operator }) => operator === "Conv").slice(0, names.length).map((node, index) => {
  side /= node.attributes.strides[0];
  const slope = nodes.find(({ operator, inputs }) => operator === "PRelu" && inputs[0] === node.outputs[0])?.inputs[1];
  return { name: names[index], node, side, weight: stored.get(node.inputs[1]), bias: stored.get(node.inputs[2]).values, slopes: slope && stored.get(slope).values };
});

const [folder, condition] = data.split("@");
const recipe = { ...recipes.compact, size: SIZE };
const blank = createPicture(storedSide(SIZE), storedSide(SIZE), 1);
const faces = await loadTrainingFaces(selectWhere(await openDataSet(folder), condition ? [condition] : []), recipe, recipe.classes.map(() => blank));

// The file's own graph, ending with what each convolution gives.
const shape = [1, 3, SIZE, SIZE];
const outputs = layers.map(({ node, side: s, bias }) => ({ name: node.outputs[0], type: "float32", shape: [1, bias.length, s, s] }));
const until = nodes.indexOf(layers.at(-1).node) + 1;
const input = { name: model.graph.inputs[0].name, type: "float32", shape };
const session = await openSession(encodeModel({ ...model, graph: { ...model.graph, nodes: nodes.slice(0, until), inputs: [input], outputs } }), { threads: 1 });
const sums = layers.map(({ bias }) => ({ count: 0, sum: new Float64Array(bias.length), squares: new Float64Array(bias.length) }));
const border = Math.floor((faces.side - SIZE) / 2);
for (let face = 0; face < faces.count; face += EVERY) {
  const pixel = (channel, y, x) => faces.pixels[((face * faces.side + y + border) * faces.side + x + border) * 3 + channel];
  const planes = Float32Array.from({ length: 3 * SIZE * SIZE }, (_, at) => pixel(Math.floor(at / SIZE ** 2), Math.floor(at / SIZE) % SIZE, at % SIZE) / 127.5 - 1);
  const results = await session.run({ [input.name]: { shape, data: planes } });
  for (const [index, { name }] of outputs.entries()) {
    const { sum, squares } = sums[index];
    const values = results[name].data;
    const places = values.length / sum.length;
    sums[index].count += places;
    values.forEach((value, at) => {
      const channel = Math.floor(at / places);
      sum[channel] += value;
      squares[channel] += value * value;
    });
  }
}
await session.close();

// A layer that widens and the one on each channel behind it keep the same channels, and what reads them reads no others.
const everything = (count) => Array.from({ length: count }, (_, channel) => channel);
const kept = layers.map(({ bias }) => everything(bias.length));
const read = layers.map(({ weight }) => everything(weight.shape[1]));
for (const [index, { name, weight }] of layers.entries()) {
  if (!/^conv1$|\.conv$/.test(name)) continue;
  const strength = kept[index].map((channel) => Math.max(...part(weight, channel).map(Math.abs)));
  const living = strength.filter((value) => value > DEAD).length;
  const width = Math.min(strength.length, Math.ceil((living - 1) / STEP) * STEP);
  const strongest = kept[index].toSorted((a, b) => strength[b] - strength[a]).slice(0, width).sort((a, b) => a - b);
  kept[index] = kept[index + 1] = read[index + 2] = strongest;
  for (const channel of strongest) if (strength[channel] <= DEAD) part(weight, channel).fill(0);
  console.log(`${name}: ${living} of ${strength.length} channels live, ${width} kept`);
}

/** One output channel's weights. */
function part({ shape, values }, channel) {
  const length = values.length / shape[0];
  return values.subarray(channel * length, (channel + 1) * length);
}

const tensors = new Map();
for (const [index, { name, weight, bias, slopes }] of layers.entries()) {
  const { count, sum, squares } = sums[index];
  const channels = kept[index];
  const pick = (values) => channels.map((channel) => values[channel]);
  const mean = pick(sum).map((value) => value / count);
  const variance = pick(squares).map((value, at) => Math.max(1e-6, value / count - mean[at] ** 2));
  const put = (of, values, dimensions = [values.length]) => tensors.set(`cls.${name}.${of}`, { shape: dimensions, type: "float32", data: Float32Array.from(values, flush) });
  const [, , height, wide] = weight.shape;
  const rows = channels.flatMap((channel) => read[index].flatMap((input) => [...part(weight, channel).subarray(input * height * wide, (input + 1) * height * wide)]));
  put("conv.weight", rows, [channels.length, read[index].length, height, wide]);
  put("bn.weight", variance.map((value) => Math.sqrt(value + EPSILON)));
  put("bn.bias", mean);
  // The convolution itself has no bias any more.
  put("bn.running_mean", mean.map((value, at) => value - bias[channels[at]]));
  put("bn.running_var", variance);
  if (slopes) put("prelu.weight", pick(slopes));
}

/** Nothing in place of next to nothing: products of a few such weights are subnormal numbers, which slow some processors down. */
function flush(value) {
  return Math.abs(value) < DEAD ? 0 : value;
}

await writeWhole(out, writeSafetensors(tensors));
console.log(`${out}: ${tensors.size} tensors, statistics of ${Math.ceil(faces.count / EVERY)} faces`);
