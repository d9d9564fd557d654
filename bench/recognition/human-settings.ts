import type { Tensor, TensorFlow } from "./tensorflow-types.js";

/** @vladmandic/human, as far as we touch it. */
export interface Human {
  readonly tf: TensorFlow;
  readonly models: { readonly models: { readonly emotion: { execute(input: Tensor): Tensor } } };
  load(): Promise<void>;
  detect(input: Tensor | ImageBitmap): Promise<{ readonly face: readonly unknown[] }>;
}

/** The network's outputs in their order (`src/gear/emotion.ts` of the package), in our words. */
export const humanClasses = ["anger", "disgust", "fear", "happiness", "sadness", "surprise", "neutral"];

/** Models that an expression needs, of those in the package. */
export const humanModels = ["blazeface", "facemesh", "emotion"];

/** Only faces and their expressions; every picture is looked at anew instead of being taken for a video's next frame. */
export const humanConfig = {
  backend: "wasm",
  debug: false,
  cacheSensitivity: 0,
  warmup: "none",
  filter: { enabled: false },
  face: { enabled: true, detector: { enabled: true }, mesh: { enabled: true }, iris: { enabled: false }, description: { enabled: false }, emotion: { enabled: true }, antispoof: { enabled: false }, liveness: { enabled: false } },
  body: { enabled: false },
  hand: { enabled: false },
  object: { enabled: false },
  gesture: { enabled: false },
  segmentation: { enabled: false },
};

/**
 * The emotion network's last answer and its milliseconds. We listen to the network because human's own scores are cut to
 * two digits, too few to choose among some of the classes.
 */
export function listenToEmotion(human: Human): () => { readonly shares: Float32Array; readonly ms: number } {
  const network = human.models.models.emotion;
  const execute = network.execute.bind(network);
  let last = { shares: new Float32Array(), ms: 0 };
  network.execute = (input) => {
    const start = performance.now();
    const output = execute(input);
    last = { shares: output.dataSync().slice(), ms: performance.now() - start };
    return output;
  };
  return () => last;
}
