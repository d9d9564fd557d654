// Writes an ONNX file's large weights as 16-bit floats: half the bytes, answers as before to about 1 part in 2,000.
//   node scripts/halve-weights.mjs IN.onnx OUT.onnx
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { decodeModel, encodeModel } from "@fmpn/graph/onnx";
import { storeWeights } from "../packages/graph/dist/export/store-weights.js";

const [file, out] = process.argv.slice(2);
if (out === undefined) throw new Error("usage: halve-weights.mjs IN.onnx OUT.onnx");
writeFileSync(out, encodeModel(storeWeights(decodeModel(new Uint8Array(readFileSync(file)), path.basename(file)), "float16")));
