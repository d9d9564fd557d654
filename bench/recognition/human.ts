import { readFile } from "node:fs/promises";
import path from "node:path";
import { mostProbable, type Competitor } from "./competitor.js";
import { decode, packageFolder, prepareWasm, requireHere, wasmFile, type Tensor, type TensorFlow } from "./tensorflow.js";

interface HumanFace {
  readonly emotion?: readonly { readonly emotion: string; readonly score: number }[];
}

interface Human {
  readonly tf: TensorFlow;
  readonly models: { readonly models: { readonly emotion: { execute(input: Tensor): Tensor } } };
  load(): Promise<void>;
  detect(input: Tensor): Promise<{ readonly face: readonly HumanFace[] }>;
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

// An address of its own, because the WebAssembly build fetches models and cannot read files.
const modelSite = "http://human-models.invalid/";

/** @vladmandic/human on WebAssembly with the models of its package and its default settings. */
export async function openHuman(): Promise<Competitor> {
  const folder = packageFolder("@vladmandic/human");
  serveFromDisk(path.join(folder, "models"));
  prepareWasm();
  const { Human } = requireHere(path.join(folder, "dist/human.node-wasm.js")) as { Human: new (config: object) => Human };
  const human = new Human({ ...humanConfig, modelBasePath: modelSite, wasmPath: path.dirname(wasmFile()) + path.sep });
  await human.load();
  if (human.tf.getBackend() !== "wasm") throw new Error(`human runs on ${human.tf.getBackend()} instead of wasm.`);

  // Its own scores are cut to two digits, too few to choose among some of the classes: we listen to the network.
  const network = human.models.models.emotion;
  const execute = network.execute.bind(network);
  let last = { shares: new Float32Array(), ms: 0 };
  network.execute = (input) => {
    const start = performance.now();
    const output = execute(input);
    last = { shares: output.dataSync().slice(), ms: performance.now() - start };
    return output;
  };

  return {
    loaded: { models: humanModels.flatMap((name) => ["json", "bin"].map((ending) => path.join(folder, `models/${name}.${ending}`))), engine: [wasmFile()] },
    async recognize(file, classes) {
      const picture = await decode(human.tf, file);
      const { face } = await human.detect(picture);
      picture.dispose();
      if (face.length === 0) return {};
      const expression = mostProbable(Object.fromEntries(humanClasses.map((name, index) => [name, last.shares[index] ?? 0])), classes);
      return { ...(expression === undefined ? {} : { expression }), expressionMs: last.ms };
    },
  };
}

function serveFromDisk(folder: string): void {
  const fetchElsewhere = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    if (!address.startsWith(modelSite)) return await fetchElsewhere(input, init);
    return new Response(await readFile(path.join(folder, path.basename(new URL(address).pathname))));
  };
}
