import type { Competitor } from "./competitor.js";

/** The competitors by name, each loading its code only when asked. */
export const roster: Readonly<Record<string, () => Promise<Competitor>>> = {
  fmpn: async () => await (await import("./fmpn.js")).openFmpn("simd"),
  "fmpn, onnxruntime-node": async () => await (await import("./fmpn.js")).openFmpn("cpu"),
  "human, wasm": async () => await (await import("./human.js")).openHuman(),
  "face-api tiny, wasm": async () => await (await import("./face-api.js")).openFaceApi({ detector: "tiny", aligned: false }),
  "face-api tiny aligned, wasm": async () => await (await import("./face-api.js")).openFaceApi({ detector: "tiny", aligned: true }),
  "face-api SSD aligned, wasm": async () => await (await import("./face-api.js")).openFaceApi({ detector: "ssd", aligned: true }),
};
