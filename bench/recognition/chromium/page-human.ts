// @vladmandic/human in a page, on WebAssembly of one thread.
import { mostProbable } from "../competitor.js";
import { type Human, humanClasses, humanConfig, listenToEmotion } from "../human-settings.js";
import type { PageCompetitor } from "./page-competitor.js";

export async function open(): Promise<PageCompetitor> {
  const address: string = "/human/human.esm.js";
  const { Human } = (await import(address)) as { Human: new (config: object) => Human };
  const human = new Human({ ...humanConfig, modelBasePath: "/human/models/", wasmPath: "/human/" });
  human.tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  await human.load();
  if (human.tf.getBackend() !== "wasm") throw new Error(`human runs on ${human.tf.getBackend()} instead of wasm.`);
  const last = listenToEmotion(human);
  return async (picture, classes) => {
    const bitmap = await createImageBitmap(picture);
    const { face } = await human.detect(bitmap);
    bitmap.close();
    if (face.length === 0) return {};
    const { shares, ms } = last();
    const expression = mostProbable(Object.fromEntries(humanClasses.map((name, index) => [name, shares[index] ?? 0])), classes);
    return { ...(expression === undefined ? {} : { expression }), expressionMs: ms };
  };
}
