import type { Provider } from "@fmpn/graph/inference";
import { alignFace } from "../faces/align.js";
import type { Face } from "../faces/face.js";
import { type DetectOptions, type FaceDetector, type FaceDetectorOptions, openFaceDetector } from "../faces/face-detector.js";
import { decodeImage } from "../images/decode.js";
import type { FileSource, ImageSource } from "../images/image-source.js";
import type { Picture } from "../images/picture.js";
import type { ModelInfo } from "../model-file/model-info.js";
import { type Answer, checkClasses } from "./answer.js";
import { checkRecognizeOptions } from "./check-options.js";
import { type ClassifyOptions, openCropClassifier } from "./crop-classifier.js";
import { loadModel } from "./load-model.js";

/** A face of a picture with its expression. */
export interface RecognizedFace<Name extends string = string> extends Face, Answer<Name> {
  /** The face as the network saw it; the mask lies on it pixel for pixel. */
  readonly crop: Picture;
  /** What the crop shows around the paper's tight one, as in `alignFace`: the model's own. */
  readonly margin: number;
}

/** How to look at a picture. */
export interface RecognizeOptions extends DetectOptions, ClassifyOptions {
  /** Only the largest so many faces. */
  readonly maxFaces?: number | undefined;
  /** What error messages call the picture; by default its path or address, or `image`. */
  readonly name?: string | undefined;
}

/** Where the parts of a recogniser come from and what they run on. */
export interface FaceReaderOptions {
  /** A model file: path (Node), address, bytes or Blob. By default the model that comes with this package. */
  readonly model?: FileSource | undefined;
  /** What the network runs on; by default our own kernels, `simd`: see `openSession`. */
  readonly provider?: Provider | undefined;
  /**
   * Threads for one face, by default one: the compact network is too small to gain from a second, and on a busy machine
   * loses by it. For the paper's network ask for as many as there are cores.
   */
  readonly threads?: number | undefined;
  /**
   * Computes the expression in whole numbers, where the model's weights are stored in 8 bits: a fifth faster, with probabilities
   * within 2e-4 and masks within 2e-3 of the exact ones. Off by default. (Faces are looked for so in any case.)
   */
  readonly wholeNumbers?: boolean | undefined;
  /** Where the detector's models lie, or a detector of your own. */
  readonly detector?: FaceDetector | FaceDetectorOptions | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Finds faces and reads their expressions: what runs in the calling thread or in a worker. */
export interface FaceReader<Name extends string = string> {
  /** The model's classes, size and card. */
  readonly model: ModelInfo;
  /** What the network runs on. */
  readonly provider: Provider;
  /** How many pictures are worth being asked for at once; by default two: while one is looked at, the next is decoded. */
  readonly atOnce?: number | undefined;
  /**
   * The faces of one picture, the largest first; an empty list where there is none.
   *
   * @throws ImageError naming the picture and the reason; RangeError for classes that the model does not have and for a
   * setting out of range; the signal's reason once it is raised
   */
  recognize(source: ImageSource, options?: RecognizeOptions): Promise<RecognizedFace<Name>[]>;
  /**
   * The expression of a face that is already aligned.
   *
   * @param crop as `alignFace` makes it with the model's size and margin
   * @throws RangeError for a crop of another size and for classes that the model does not have
   */
  classify(crop: Picture, options?: ClassifyOptions): Promise<Answer<Name>>;
  /** Frees what the networks hold. */
  close(): Promise<void>;
}

/** Loads models and detector into the calling thread. */
export async function openFaceReader({ model, provider: wanted, threads = 1, wholeNumbers, detector: given = {}, signal }: FaceReaderOptions = {}): Promise<FaceReader> {
  signal?.throwIfAborted();
  const file = await loadModel(model, signal);
  const { info } = file;
  // The network before the detector: WebAssembly has one pool of threads, and the detector asks for a single one.
  const classifier = await openCropClassifier(file, { threads, provider: wanted, wholeNumbers });
  const { provider } = classifier;
  const own = "detect" in given;
  let detector: FaceDetector;
  try {
    // On a GPU the detector's models would wait longer for the way there and back than they take on the CPU.
    detector = own ? given : await openFaceDetector(provider === "wasm" ? { ...given, provider: given.provider ?? provider } : given);
    signal?.throwIfAborted();
  } catch (error) {
    await classifier.close();
    throw error;
  }

  return {
    model: info,
    provider,
    classify: classifier.classify,
    async recognize(source, options = {}) {
      const { signal, maxFaces = Infinity, name, classes = info.classes } = options;
      signal?.throwIfAborted();
      checkRecognizeOptions(options);
      checkClasses(classes, info.classes);
      const picture = await decodeImage(source, { name, signal });
      signal?.throwIfAborted();
      const found = await detector.detect(picture, options);
      const largest = found.toSorted((a, b) => b.box.width * b.box.height - a.box.width * a.box.height).slice(0, maxFaces);
      const faces: RecognizedFace[] = [];
      for (const face of largest) {
        const crop = alignFace(picture, face.eyes, { size: info.size, margin: info.crop.margin });
        faces.push({ ...face, ...(await classifier.classify(crop, options)), crop, margin: info.crop.margin });
      }
      return faces;
    },
    async close() {
      await classifier.close();
      if (!own) await detector.close?.();
    },
  };
}
