import { createRandom } from "@fmpn/graph";
import { type HostTensor, sizeOf } from "@fmpn/graph/inference";
import { encodeModel, type OnnxNode, type OnnxTensor, type OnnxValue } from "@fmpn/graph/onnx";
import { hasRelaxedSimd } from "#src/wasm/compile-kernels.js";
import type { KernelStyle } from "#src/wasm/kernels/window.js";
import { openSimdSession, readSimdModel } from "#src/wasm/session.js";
import type { Plain } from "./plain.js";

/** Every way to write the kernels that this engine runs. */
export const styles: readonly KernelStyle[] = [
  { relaxed: false, spread: false },
  { relaxed: false, spread: true },
  ...(hasRelaxedSimd() ? [{ relaxed: true, spread: false }] : []),
];

export type Attributes = OnnxNode["attributes"];

/** An input of the graph, or (`stored`) a weight in it, in 8 bits where it is so. Integers are stored as int64. */
export type Given = Plain | (Plain & { readonly bits: 8 }) | { readonly shape: readonly number[]; readonly integers: readonly number[] } | (Plain & { readonly stored: true });

export const stored = (tensor: Plain): Given => ({ ...tensor, stored: true });
export const inEightBits = (tensor: Plain): Given => ({ ...tensor, bits: 8 });
export const integers = (...values: number[]): Given => ({ shape: [values.length], integers: values });

const isFed = (tensor: Given): tensor is Plain => !("integers" in tensor || "stored" in tensor || "bits" in tensor);

export function randomTensor(shape: readonly number[], key: string, scale = 1): Plain {
  const random = createRandom(7, key);
  return { shape, data: Float32Array.from({ length: sizeOf(shape) }, () => random.normal() * scale) };
}

/** A model of nodes in a row: `x0`, `x1`, … are what is given, the last node's output is the model's. */
export function modelOf(nodes: readonly Partial<OnnxNode>[], given: readonly Given[], outputShape: readonly number[], free: Readonly<Record<string, OnnxValue["free"]>> = {}): Uint8Array {
  const inputs = given.flatMap((tensor, index): OnnxValue[] =>
    isFed(tensor) ? [{ name: `x${index}`, type: "float32", shape: tensor.shape, free: free[`x${index}`] }] : [],
  );
  const initializers = given.flatMap((tensor, index): OnnxTensor[] => {
    const [name, { shape }] = [`x${index}`, tensor];
    if ("integers" in tensor) return [{ name, type: "int64", shape, bytes: new Uint8Array(BigInt64Array.from(tensor.integers, BigInt).buffer) }];
    if ("bits" in tensor) return [{ name, type: "int8", shape, bytes: new Uint8Array(Int8Array.from(tensor.data).buffer) }];
    return "stored" in tensor ? [{ name, type: "float32", shape, bytes: new Uint8Array(tensor.data.slice().buffer) }] : [];
  });
  const whole = nodes.map((node, index): OnnxNode => {
    const last = index === nodes.length - 1;
    return { name: `n${index}`, operator: "", domain: "", attributes: {}, inputs: [], outputs: [last ? "y" : `h${index}`], ...node };
  });
  const graph = { name: "test", nodes: whole, initializers, inputs, outputs: [{ name: "y", type: "float32" as const, shape: outputShape }] };
  return encodeModel({ graph, opsets: { "": 18 }, metadata: {} });
}

/** Runs a model on the kernels of a style; a second run has to give the same. */
export async function runModel(bytes: Uint8Array, given: readonly Given[], style: KernelStyle, wholeNumbers = false): Promise<Plain> {
  const session = await openSimdSession(readSimdModel(bytes), { style, wholeNumbers });
  const feeds: Record<string, HostTensor> = {};
  given.forEach((tensor, index) => {
    if (isFed(tensor)) feeds[`x${index}`] = tensor;
  });
  await session.run(feeds);
  const { y } = await session.run(feeds);
  await session.close();
  return { shape: y.shape, data: y.data as Float32Array };
}

/** Runs one operator on what is given. */
export const runNode = async (operator: string, given: readonly Given[], attributes: Attributes, outputShape: readonly number[], style: KernelStyle): Promise<Plain> =>
  await runModel(modelOf([{ operator, attributes, inputs: given.map((_, index) => `x${index}`) }], given, outputShape), given, style);

/** The greatest difference, relative to the greatest value from 1 on. */
export function distance(found: Plain, expected: Plain): number {
  if (found.shape.join() !== expected.shape.join()) return Number.POSITIVE_INFINITY;
  let [difference, largest] = [0, 1];
  expected.data.forEach((value, index) => {
    difference = Math.max(difference, Math.abs(value - found.data[index]) || (Number.isNaN(found.data[index]) ? Number.POSITIVE_INFINITY : 0));
    largest = Math.max(largest, Math.abs(value));
  });
  return difference / largest;
}

