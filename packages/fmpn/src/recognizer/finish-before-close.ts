import type { FaceReader } from "./face-reader.js";

/** Closing waits for the calls under way; later calls throw an Error; closing again does nothing. */
export function finishBeforeClose(reader: FaceReader): FaceReader {
  const busy = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;
  const counted = async <T>(work: () => Promise<T>): Promise<T> => {
    if (closing !== undefined) throw new Error("The recogniser is closed.");
    const result = work();
    busy.add(result);
    try {
      return await result;
    } finally {
      busy.delete(result);
    }
  };
  return {
    model: reader.model,
    provider: reader.provider,
    atOnce: reader.atOnce,
    recognize: (source, options) => counted(() => reader.recognize(source, options)),
    classify: (crop, options) => counted(() => reader.classify(crop, options)),
    close: () => (closing ??= Promise.allSettled(busy).then(() => reader.close())),
  };
}
