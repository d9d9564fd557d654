// Writes an ONNX file with its weights stored smaller: as 16-bit floats, or in 8 bits (packages/graph/src/export/store-weights.ts).
//   node scripts/store-weights.mjs IN.onnx OUT.onnx float16|int8 [LARGEST]
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { decodeModel, encodeModel } from "@fmpn/graph/onnx";
import { storeWeights, weightStorages } from "../packages/graph/dist/export/store-weights.js";
import { readStored } from "../packages/graph/dist/wasm/plan/read-graph.js";

const [file, out, storage, largest = 127] = process.argv.slice(2);
if (!weightStorages.includes(storage)) throw new Error(`usage: store-weights.mjs IN.onnx OUT.onnx ${weightStorages.join("|")} [LARGEST]`);
const model = decodeModel(new Uint8Array(readFileSync(file)), path.basename(file));
writeFileSync(out, encodeModel(storeWeights(widened(model), storage, Number(largest))));

/**
 * With all weights as they are computed with, however they were stored, and in a version of ONNX that knows scales by channel: where
 * an operator has changed since the file's, a runtime refuses the result.
 */
function widened({ graph, opsets, ...model }) {
  const { nodes, constants } = readStored(graph);
  const asStored = new Map(graph.initializers.map((tensor) => [tensor.name, tensor]));
  const initializers = [...new Set(nodes.flatMap(({ inputs }) => inputs))]
    .filter((name) => constants.has(name))
    .map((name) => {
      const { shape, values } = constants.get(name);
      if (!(values instanceof Float32Array)) return asStored.get(name);
      return { name, type: "float32", shape, bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength) };
    });
  return { ...model, opsets: { ...opsets, "": Math.max(13, opsets[""]) }, graph: { ...graph, nodes, initializers } };
}
