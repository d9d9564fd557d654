import { readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Recognizer } from "fmpn";
import { type Competitor, timed } from "./competitor.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const models = path.join(root, "packages/fmpn/models");
const ortNode = path.join(root, `node_modules/onnxruntime-node/bin/napi-v6/${process.platform}/${process.arch}`);

/** fmpn as it comes: its default model, detector and settings, one thread. */
export async function openFmpn(provider: "simd" | "cpu"): Promise<Competitor> {
  const recognizer = await Recognizer.load({ provider });
  return {
    loaded: {
      models: [path.join(models, "expressions/compact.onnx"), ...readdirSync(path.join(models, "faces")).flatMap((name) => (name.endsWith(".onnx") ? [path.join(models, "faces", name)] : []))],
      // Our own kernels are part of the code.
      engine: provider === "simd" ? [] : readdirSync(ortNode).map((name) => path.join(ortNode, name)),
    },
    async recognize(file, classes) {
      const [face] = await recognizer.recognize(file, { classes, maxFaces: 1 });
      if (face === undefined) return {};
      return { expression: face.expression, timeExpression: async () => await timed(async () => await recognizer.classify(face.crop, { classes })) };
    },
  };
}
