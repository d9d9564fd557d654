import { readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Recognizer } from "fmpn";
import { type Competitor, timed } from "./competitor.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const models = path.join(root, "packages/fmpn/models");
const ortWeb = path.join(root, "node_modules/onnxruntime-web/dist");
const ortNode = path.join(root, `node_modules/onnxruntime-node/bin/napi-v6/${process.platform}/${process.arch}`);

/** fmpn as it comes: its default model, detector and settings, one thread. */
export async function openFmpn(provider: "cpu" | "wasm"): Promise<Competitor> {
  const recognizer = await Recognizer.load({ provider });
  return {
    loaded: {
      models: [path.join(models, "expressions/compact.onnx"), ...["blazeface-front", "faceplugin-landmarks", "faceplugin-detector"].map((name) => path.join(models, `faces/${name}.onnx`))],
      engine: provider === "wasm" ? [path.join(ortWeb, "ort-wasm-simd-threaded.wasm")] : readdirSync(ortNode).map((name) => path.join(ortNode, name)),
    },
    async recognize(file, classes) {
      const [face] = await recognizer.recognize(file, { classes, maxFaces: 1 });
      if (face === undefined) return {};
      return { expression: face.expression, timeExpression: async () => await timed(async () => await recognizer.classify(face.crop, { classes })) };
    },
  };
}
