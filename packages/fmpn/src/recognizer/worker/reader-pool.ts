import type { FaceReader, FaceReaderOptions } from "../face-reader.js";
import { openRemoteReader } from "./remote-reader.js";

/**
 * Loads models and detector into several workers. Each picture goes to the one that has least to do, so that as many as there
 * are workers are looked at at the same time.
 *
 * @param count workers, from 1
 * @throws what the first of them throws; none is left behind then
 */
export async function openReaderPool(count: number, options: FaceReaderOptions): Promise<FaceReader> {
  const opening = await Promise.allSettled(Array.from({ length: count }, async () => await openRemoteReader(options)));
  const readers = opening.flatMap((opened) => (opened.status === "fulfilled" ? [{ reader: opened.value, tasks: 0 }] : []));
  const failed = opening.find((opened) => opened.status === "rejected");
  const [first] = readers;
  const closeAll = async (): Promise<void> => void (await Promise.all(readers.map(async ({ reader }) => await reader.close())));
  if (failed !== undefined || first === undefined) {
    await closeAll();
    throw failed?.reason;
  }
  const byLeastBusy = async <T>(work: (reader: FaceReader) => Promise<T>): Promise<T> => {
    const place = readers.reduce((least, other) => (other.tasks < least.tasks ? other : least));
    place.tasks += 1;
    try {
      return await work(place.reader);
    } finally {
      place.tasks -= 1;
    }
  };
  return {
    model: first.reader.model,
    provider: first.reader.provider,
    // While each looks at one picture, the next lies ready for it.
    atOnce: count + 1,
    recognize: async (source, asked) => await byLeastBusy(async (reader) => await reader.recognize(source, asked)),
    classify: async (crop, asked) => await byLeastBusy(async (reader) => await reader.classify(crop, asked)),
    close: closeAll,
  };
}
