import type { ImageSource } from "../images/image-source.js";
import type { FaceReader, RecognizedFace, RecognizeOptions } from "./face-reader.js";

/** One of many pictures: its faces, or why it could not be read. */
export type ImageResult<Source extends ImageSource = ImageSource> = {
  /** The picture's place among the sources, from 0. */
  readonly index: number;
  readonly source: Source;
} & ({ readonly faces: readonly RecognizedFace[]; readonly error?: undefined } | { readonly faces?: undefined; readonly error: Error });

/** How to look at many pictures. */
export interface RecognizeAllOptions extends Omit<RecognizeOptions, "name"> {
  /** Called after each picture. */
  readonly onProgress?: (progress: RecognizeProgress) => void;
}

export interface RecognizeProgress {
  /** Pictures that are through, those that could not be read among them. */
  readonly done: number;
  readonly failed: number;
  /** How many there are, where the sources tell. */
  readonly total?: number;
}

/** Pictures under way at once: while one is looked at, the next is decoded. */
const AT_ONCE = 2;

/**
 * The faces of many pictures, one result after the other in the order of the sources. A picture that cannot be read gives
 * a result with its error, and the next one follows.
 *
 * @throws the signal's reason once it is raised; what the sources throw
 */
export async function* recognizeAll<Source extends ImageSource>(
  reader: FaceReader,
  sources: Iterable<Source> | AsyncIterable<Source>,
  { onProgress, signal, ...options }: RecognizeAllOptions = {},
): AsyncGenerator<ImageResult<Source>, void, undefined> {
  if (typeof sources === "string") throw new TypeError("recognizeAll takes a list of pictures; for one picture call recognize.");
  const total = totalOf(sources);
  // A caller who leaves early needs no further answers.
  const leaving = new AbortController();
  const stop = signal === undefined ? leaving.signal : AbortSignal.any([signal, leaving.signal]);
  const look = async (source: Source, index: number): Promise<ImageResult<Source>> => {
    try {
      return { index, source, faces: await reader.recognize(source, { ...options, signal: stop }) };
    } catch (error) {
      return { index, source, error: error instanceof Error ? error : new Error(String(error)) };
    }
  };
  let [done, failed] = [0, 0];
  const finish = async (result: Promise<ImageResult<Source>>): Promise<ImageResult<Source>> => {
    const image = await result;
    signal?.throwIfAborted();
    done += 1;
    if (image.error !== undefined) failed += 1;
    onProgress?.({ done, failed, ...(total === undefined ? {} : { total }) });
    return image;
  };
  const underWay: Promise<ImageResult<Source>>[] = [];
  try {
    let index = 0;
    for await (const source of sources) {
      signal?.throwIfAborted();
      underWay.push(look(source, index));
      index += 1;
      const [first] = underWay;
      if (first !== undefined && underWay.length === AT_ONCE) {
        underWay.shift();
        yield await finish(first);
      }
    }
    for (const result of underWay) yield await finish(result);
  } finally {
    leaving.abort();
  }
}

function totalOf(sources: object): number | undefined {
  const { length, size } = sources as { length?: unknown; size?: unknown };
  return typeof length === "number" ? length : typeof size === "number" ? size : undefined;
}
