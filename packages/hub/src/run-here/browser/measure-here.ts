import type { MeasurementDocument } from "@fmpn/lab/measurement";
import type { MeasureReply, MeasureRequest } from "./measure-protocol.js";

export interface MeasureHereOptions {
  /** Stops the worker at once. */
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** Measures a model in a worker of its own. @throws the signal's reason, or Error with the worker's words */
export async function measureHere(request: MeasureRequest, { signal, onProgress }: MeasureHereOptions): Promise<MeasurementDocument> {
  const worker = new Worker(new URL("./measure-worker.js", import.meta.url), { type: "module" });
  try {
    return await new Promise((resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
      // The event of a script that could not be fetched tells nothing.
      worker.addEventListener("error", ({ message }) => reject(new Error(message ?? "The script that measures could not be loaded: reload the page.")));
      worker.addEventListener("message", ({ data }: MessageEvent<MeasureReply>) => {
        if ("document" in data) resolve(data.document);
        else if ("error" in data) reject(new Error(data.error));
        else onProgress(data.done, data.total);
      });
      worker.postMessage(request);
    });
  } finally {
    worker.terminate();
  }
}
