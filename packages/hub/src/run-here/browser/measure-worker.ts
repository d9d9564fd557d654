import { measurementDocument, measureOnSynthetic, openModel } from "@fmpn/lab/measurement";
import type { MeasureReply, MeasureRequest } from "./measure-protocol.js";

// The entry of the worker that measures a model while the page stays live.

const say = (reply: MeasureReply): void => postMessage(reply);
/** A line of progress each so many milliseconds. */
const EVERY_MS = 100;

async function measure({ bytes, file, sha256, seed, count, fmpn, platform }: MeasureRequest): Promise<void> {
  const classifier = await openModel(bytes, { file, hash: sha256.slice(0, 16) }, { provider: "simd" });
  try {
    let last = 0;
    const { split, predictions, msPerImage } = await measureOnSynthetic({ seed, count }, classifier, {
      onProgress: ({ done, total = count }) => {
        if (performance.now() - last < EVERY_MS && done < total) return;
        last = performance.now();
        say({ done, total });
      },
    });
    const document = await measurementDocument(predictions, {
      model: { file, sha256, bytes: bytes.length },
      preprocessing: { size: classifier.size, margin: classifier.margin, faces: "known eyes", flip: false },
      runner: { fmpn, platform, provider: "simd", threads: 1, isolation: "browser" },
      split,
      msPerImage,
    });
    say({ document });
  } finally {
    await classifier.close();
  }
}

addEventListener("message", ({ data }: MessageEvent<MeasureRequest>) => {
  measure(data).catch((error: unknown) => say({ error: error instanceof Error ? error.message : String(error) }));
});
