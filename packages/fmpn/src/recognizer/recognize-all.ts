import { ImageError } from "../images/image-error.js";
import type { ImageSource } from "../images/image-source.js";
import { checkList } from "./check-list.js";
import type { FaceReader, RecognizedFace, RecognizeOptions } from "./face-reader.js";
import { inOrder } from "./in-order.js";

/** One of many pictures: its faces, or why it could not be read. */
export type ImageResult<Source extends ImageSource = ImageSource, Name extends string = string> = {
  /** The picture's place among the sources, from 0. */
  readonly index: number;
  readonly source: Source;
} & ({ readonly faces: readonly RecognizedFace<Name>[]; readonly error?: undefined } | { readonly faces?: undefined; readonly error: ImageError });

/** How to look at many pictures. */
export interface RecognizeAllOptions extends Omit<RecognizeOptions, "name"> {
  /** Called after each picture. */
  readonly onProgress?: ((progress: RecognizeProgress) => void) | undefined;
}

export interface RecognizeProgress {
  /** Pictures that are through, those that could not be read among them. */
  readonly done: number;
  readonly failed: number;
  /** How many there are, where the sources tell. */
  readonly total?: number | undefined;
}

/** Pictures under way at once: while one is looked at, the next is decoded. */
const AT_ONCE = 2;

/**
 * The faces of many pictures, one result after the other in the order of the sources, each as soon as it is there. A
 * picture that cannot be read gives a result with its ImageError, and the next one follows.
 *
 * @throws the signal's reason once it is raised; what the sources throw; any error that is not of one picture alone, as
 * RangeError for classes that the model does not have
 */
export async function* recognizeAll<Source extends ImageSource>(
  reader: FaceReader,
  sources: Iterable<Source> | AsyncIterable<Source>,
  { onProgress, signal, ...options }: RecognizeAllOptions = {},
): AsyncGenerator<ImageResult<Source>, void, undefined> {
  checkList(sources, "recognizeAll takes a list or stream of pictures");
  const total = totalOf(sources);
  const look = async (source: Source, index: number, signal: AbortSignal): Promise<ImageResult<Source>> => {
    try {
      return { index, source, faces: await reader.recognize(source, { ...options, signal }) };
    } catch (error) {
      if (error instanceof ImageError) return { index, source, error };
      throw error;
    }
  };
  let [done, failed] = [0, 0];
  for await (const image of inOrder(sources, reader.atOnce ?? AT_ONCE, look, signal)) {
    done += 1;
    if (image.error !== undefined) failed += 1;
    onProgress?.({ done, failed, total });
    yield image;
  }
}

function totalOf(sources: object): number | undefined {
  const { length, size } = sources as { length?: unknown; size?: unknown };
  return typeof length === "number" ? length : typeof size === "number" ? size : undefined;
}
