import { answersHash, measureOnSynthetic, openModel } from "@fmpn/lab/measurement";

/** In a page: the hash of a model's answers, and of the faces that were drawn. */
Object.assign(globalThis, {
  answersHere: async (address: string, seed: number, count: number, provider: "simd" | "wasm") => {
    const classifier = await openModel(new Uint8Array(await (await fetch(address)).arrayBuffer()), { file: address, hash: "" }, { provider, threads: 1 });
    const { split, predictions } = await measureOnSynthetic({ seed, count }, classifier);
    await classifier.close();
    return { answers: await answersHash(predictions), faces: split.content_sha256 };
  },
});
