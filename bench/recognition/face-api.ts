import path from "node:path";
import { mostProbable, type Competitor } from "./competitor.js";
import { decode, packageFolder, prepareWasm, requireHere, wasmFile } from "./tensorflow.js";
import type { Tensor, TensorFlow } from "./tensorflow-types.js";

interface Net {
  loadFromDisk(folder: string): Promise<void>;
}

interface ExpressionNet extends Net {
  predictExpressions(input: unknown): Promise<unknown>;
}

interface WithExpressions {
  readonly expressions: Readonly<Record<string, number>>;
}

interface Detection extends PromiseLike<unknown> {
  withFaceExpressions(): PromiseLike<WithExpressions | undefined>;
  withFaceLandmarks(): Detection;
}

interface FaceApi {
  readonly tf: TensorFlow;
  readonly nets: { readonly tinyFaceDetector: Net; readonly ssdMobilenetv1: Net; readonly faceLandmark68Net: Net; readonly faceExpressionNet: ExpressionNet };
  detectSingleFace(input: Tensor, options: object): Detection;
  readonly TinyFaceDetectorOptions: new () => object;
  readonly SsdMobilenetv1Options: new () => object;
}

/** Which of its networks face-api uses. */
export interface FaceApiSettings {
  readonly detector: "tiny" | "ssd";
  /** Whether the crop is aligned by landmarks before the expression is read. */
  readonly aligned: boolean;
}

/** Its class names by ours. */
export const faceApiClasses: Readonly<Record<string, string>> = { anger: "angry", disgust: "disgusted", fear: "fearful", happiness: "happy", neutral: "neutral", sadness: "sad", surprise: "surprised" };

/** @vladmandic/face-api on WebAssembly with its default settings. */
export async function openFaceApi({ detector, aligned }: FaceApiSettings): Promise<Competitor> {
  const folder = packageFolder("@vladmandic/face-api");
  const models = path.join(folder, "model");
  const tfjs = requireHere("@tensorflow/tfjs") as TensorFlow;
  prepareWasm();
  await tfjs.setBackend("wasm");
  await tfjs.ready();
  const api = requireHere(path.join(folder, "dist/face-api.node-wasm.js")) as FaceApi;
  if (api.tf.getBackend() !== "wasm") throw new Error(`face-api runs on ${api.tf.getBackend()} instead of wasm.`);
  const { tinyFaceDetector, ssdMobilenetv1, faceLandmark68Net, faceExpressionNet } = api.nets;
  for (const net of [detector === "tiny" ? tinyFaceDetector : ssdMobilenetv1, ...(aligned ? [faceLandmark68Net] : []), faceExpressionNet]) await net.loadFromDisk(models);

  const predict = faceExpressionNet.predictExpressions.bind(faceExpressionNet);
  let expressionMs = 0;
  faceExpressionNet.predictExpressions = async (input) => {
    const start = performance.now();
    const answer = await predict(input);
    expressionMs = performance.now() - start;
    return answer;
  };

  const files = [detector === "tiny" ? "tiny_face_detector_model" : "ssd_mobilenetv1_model", ...(aligned ? ["face_landmark_68_model"] : []), "face_expression_model"];
  return {
    loaded: { models: files.flatMap((name) => [`${name}.bin`, `${name}-weights_manifest.json`].map((file) => path.join(models, file))), engine: [wasmFile()] },
    async recognize(file, classes) {
      const picture = await decode(api.tf, file);
      const found = api.detectSingleFace(picture, detector === "tiny" ? new api.TinyFaceDetectorOptions() : new api.SsdMobilenetv1Options());
      const face = await (aligned ? found.withFaceLandmarks() : found).withFaceExpressions();
      picture.dispose();
      if (face === undefined) return {};
      const expression = mostProbable(Object.fromEntries(Object.entries(faceApiClasses).map(([name, theirs]) => [name, face.expressions[theirs] ?? 0])), classes);
      return { ...(expression === undefined ? {} : { expression }), expressionMs };
    },
  };
}
