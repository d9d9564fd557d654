import { readFile } from "node:fs/promises";
import path from "node:path";
import { mostProbable, type Competitor } from "./competitor.js";
import { type Human, humanClasses, humanConfig, humanModels, listenToEmotion } from "./human-settings.js";
import { decode, packageFolder, prepareWasm, requireHere, wasmFile } from "./tensorflow.js";

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

  const last = listenToEmotion(human);

  return {
    loaded: { models: humanModels.flatMap((name) => ["json", "bin"].map((ending) => path.join(folder, `models/${name}.${ending}`))), engine: [wasmFile()] },
    async recognize(file, classes) {
      const picture = await decode(human.tf, file);
      const { face } = await human.detect(picture);
      picture.dispose();
      if (face.length === 0) return {};
      const { shares, ms } = last();
      const expression = mostProbable(Object.fromEntries(humanClasses.map((name, index) => [name, shares[index] ?? 0])), classes);
      return { ...(expression === undefined ? {} : { expression }), expressionMs: ms };
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
