import type { Provider } from "@fmpn/graph/inference";
import { readFaceModel } from "#face-models";
import { withHalves } from "../images/halves.js";
import type { Picture } from "../images/picture.js";
import { confirmFilling, confirmFinds, mayBeCrop } from "./confirm-finds.js";
import { distinctFaces } from "./distinct-faces.js";
import type { Eyes, Face, FaceFind } from "./face.js";
import type { FaceModels } from "./face-models.js";
import { runFaceNet } from "./face-net.js";
import { followFaces, type KnownFace } from "./follow-faces.js";
import { closeLooks, cropLooks, leastInWhole, type Look, overview, turnedOverview } from "./looks.js";
import { mergeOverlapping } from "./non-maximum-suppression.js";
import { type OpenModel, openModel, type RunModel } from "./open-model.js";
import { placeFace } from "./place-face.js";

const efforts = ["fast", "auto", "full"] as const;

/** Settings of a search for faces. */
export interface DetectOptions {
  /**
   * How hard to look:
   * - `"fast"`: a small look at the whole picture; the larger one only where that shows no face of a third of the shorter side;
   * - `"auto"` (default): always both, and turned copies where they show nothing;
   * - `"full"`: closer than faces of `minFace` need, in tiles where the picture is large.
   */
  readonly effort?: (typeof efforts)[number] | undefined;
  /**
   * The narrowest face, in pixels from 1: narrower ones are left out. By default 12, or an eightieth of the longer side where
   * that is more, so that the time for a large picture stays bounded.
   */
  readonly minFace?: number | undefined;
  /** Faces of which the detector is less sure are left out: 0 to 1, by default 0.35, which misses few. */
  readonly minScore?: number | undefined;
  /**
   * Faces of the frame before, in a video: they alone are looked for, near where they were, in a fraction of the time; where one
   * of them is not there any more, the whole picture is searched. None by default.
   */
  readonly follow?: readonly KnownFace[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Finds faces and eyes. Whoever has boxes or landmarks of their own passes an object of this shape instead of the one
 * that {@link openFaceDetector} makes.
 */
export interface FaceDetector {
  /**
   * All faces of a picture, surest first; an empty list where there is none.
   *
   * @throws RangeError for a setting out of range
   */
  detect(picture: Picture, options?: DetectOptions): Promise<Face[]>;
  /**
   * The eyes of the one face that a picture was cropped to, however tight the crop (data sets of 48 pixels, masked
   * backgrounds); undefined where no face is seen.
   */
  locateEyes(picture: Picture): Promise<Eyes | undefined>;
  /** Frees the models. */
  close?(): Promise<void>;
}

/** Where the models come from. */
export interface FaceDetectorOptions {
  /** A folder (Node) or an address (browser) with the files of `models/faces`; by default this package's own. */
  readonly models?: string | URL | undefined;
  /** What the models run on; by default our own kernels, `simd`: see `openSession`. */
  readonly provider?: Provider | undefined;
  /**
   * Looks for faces in whole numbers: see `SessionOptions` of `@fmpn/graph/inference`. On by default: boxes and points move by less
   * than a tenth of a pixel, and are the same to the last bit in every engine.
   */
  readonly wholeNumbers?: boolean | undefined;
}

/** The least width of faces, in pixels and as a part of the longer side. */
const MIN_FACE = 12;
const MIN_SCORE = 0.35;
/** A first look's find of less than this gets no second one: it could hardly be borne out. */
const LEAST_FIRST = 0.4;
/** A face of at least this part of the shorter side makes a portrait, in which `"fast"` looks no further. */
const PORTRAIT = 1 / 3;
/** For a picture that was cropped to a face: a score that ends the search, and the least that is taken for one. */
const SURE = 0.7;
const LEAST_IN_CROP = 0.3;
/** Where a face is seen this surely that is less wide than so many times the smallest that may be there, the picture is looked at as close as that needs. */
const SURE_SMALL = 0.6;
const SMALL = 2.5;
/** By how many degrees copies are turned where nothing is found. */
const TURNS = [-60, 60, 180];

/**
 * Loads the detector: a network of this project's own that finds faces and five points of each (see
 * `models/faces/README.md`), and a landmark model for the eyes' exact places.
 *
 * @throws Error where a model cannot be read or no ONNX Runtime is installed.
 */
export async function openFaceDetector(options: FaceDetectorOptions = {}): Promise<FaceDetector> {
  const opened: OpenModel[] = [];
  const open = async (file: "face-detector.onnx" | "second-look.onnx" | "faceplugin-landmarks.onnx"): Promise<RunModel> => {
    const model = await openModel(await readFaceModel(file, options.models), { provider: options.provider, wholeNumbers: options.wholeNumbers ?? true });
    opened.push(model);
    return model.run;
  };
  const [faces, secondLook, landmarks] = await Promise.all([open("face-detector.onnx"), open("second-look.onnx"), open("faceplugin-landmarks.onnx")]);
  const models: FaceModels = { faces, secondLook, landmarks };
  return {
    detect: async (picture, options = {}) => await detectFaces(models, picture, options),
    locateEyes: async (picture) => await locateEyes(models, picture),
    close: async () => void (await Promise.all(opened.map((model) => model.close()))),
  };
}

async function detectFaces(models: FaceModels, given: Picture, options: DetectOptions): Promise<Face[]> {
  checkOptions(options);
  const { minScore = MIN_SCORE, follow = [] } = options;
  const picture = withHalves(given);
  const minFace = options.minFace ?? Math.max(MIN_FACE, Math.max(picture.width, picture.height) / 80);
  const followed = follow.length === 0 ? undefined : await followFaces(models, picture, follow, minScore);
  const faces = followed ?? (await searchFaces(models, picture, minFace, options));
  return faces.filter(({ box }) => box.width >= minFace).sort((one, other) => other.score - one.score);
}

/** The faces of the whole picture. */
async function searchFaces(models: FaceModels, picture: Picture, minFace: number, { effort = "auto", minFace: asked, minScore = MIN_SCORE, signal }: DetectOptions): Promise<Face[]> {
  const { width, height } = picture;
  let found = await seen(models, picture, [overview(width, height)]);
  const look = async (least: number): Promise<void> => {
    found = mergeOverlapping([...found, ...(await seen(models, picture, closeLooks(width, height, least), signal))]);
  };
  const portrait = Math.max(0, ...found.map(({ box, score }) => (score > SURE ? box.width : 0))) >= Math.min(width, height) * PORTRAIT;
  if (effort === "full") await look(minFace / 1.5);
  else if (effort !== "fast" || !portrait) {
    const least = leastInWhole(width, height);
    await look(asked ?? Math.max(minFace, least));
    // The smallest faces, where nobody asked for them, are looked for where others nearly as small are.
    if (asked === undefined && minFace < least && found.some(({ box, score }) => box.width < SMALL * minFace && score > SURE_SMALL)) await look(minFace);
  }
  const faces = await confirmFinds(models, picture, found, { minScore, signal });
  if (faces.length > 0 || effort === "fast") return distinctFaces(faces);
  const filling = mayBeCrop(picture) ? await confirmFilling(models, picture, await seen(models, picture, cropLooks(width, height), signal), minScore) : undefined;
  if (filling !== undefined) return [filling];
  const turned = await seen(models, picture, TURNS.map((degrees) => turnedOverview(width, height, degrees)), signal);
  return distinctFaces(await confirmFinds(models, picture, turned, { minScore, leaning: true, signal }));
}

function checkOptions({ effort = "auto", minFace = 1, minScore = 0 }: DetectOptions): void {
  if (!efforts.includes(effort)) throw new RangeError(`effort is ${efforts.join(", ")}, not ${effort}.`);
  if (!(minFace >= 1 && Number.isFinite(minFace))) throw new RangeError(`minFace is a number of pixels from 1, not ${minFace}.`);
  if (!(minScore >= 0 && minScore <= 1)) throw new RangeError(`minScore is a number from 0 to 1, not ${minScore}.`);
}

/** What the looks find, each face once. */
async function seen({ faces }: FaceModels, picture: Picture, looks: readonly Look[], signal?: AbortSignal, least = LEAST_FIRST): Promise<FaceFind[]> {
  const found: FaceFind[] = [];
  for (const look of looks) {
    signal?.throwIfAborted();
    const finds = await runFaceNet(faces, picture, look, least);
    found.push(...finds.filter(({ box }) => box.width * look.map.a <= look.most));
  }
  return mergeOverlapping(found);
}

/** The one face that a picture was cropped to: looked for with more and with less air around, then turned. */
async function locateEyes(models: FaceModels, given: Picture): Promise<Eyes | undefined> {
  const picture = withHalves(given);
  const { width, height } = picture;
  const looks = [...cropLooks(width, height), ...TURNS.map((degrees) => turnedOverview(width, height, degrees))];
  let best: FaceFind | undefined;
  for (const look of looks) {
    const [find] = await seen(models, picture, [look], undefined, LEAST_IN_CROP);
    if (find !== undefined && find.score > (best?.score ?? 0)) best = find;
    if (best !== undefined && best.score >= SURE) break;
  }
  return best === undefined ? undefined : (await placeFace(models, picture, best)).eyes;
}
