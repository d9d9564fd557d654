import type { Provider } from "@fmpn/graph/inference";
import { readFaceModel } from "#face-models";
import { scaling, type Affine } from "../images/affine.js";
import type { Picture } from "../images/picture.js";
import { BLAZEFACE_SIDE, runBlazeFace } from "./blazeface.js";
import { runBoxDetector } from "./box-detector.js";
import { betweenEyes, eyeDistance, type Candidate, type Eyes, type Face } from "./face.js";
import { mergeOverlapping } from "./non-maximum-suppression.js";
import { type OpenModel, openModel, type RunModel } from "./open-model.js";
import { refineFace } from "./refine-face.js";
import { searchViews } from "./tiles.js";
import { turnedViews } from "./turned-views.js";

/** Settings of a search for faces. */
export interface DetectOptions {
  /**
   * How hard to look:
   * - `"fast"`: one look at the whole picture, and closer ones only where it shows nothing;
   * - `"auto"` (default): as `"fast"` where that shows a face of at least a third of the picture's shorter side (a
   *   portrait), else as `"full"`;
   * - `"full"`: tiles at several scales down to `minFace`.
   */
  readonly effort?: (typeof efforts)[number] | undefined;
  /**
   * The narrowest face that must be found, in pixels from 1 (narrower ones may be): by default 24, or a seventieth of the longer side where that is more, so
   * that the time for a large picture stays bounded.
   */
  readonly minFace?: number | undefined;
  /** Faces of which the detector is less sure are left out: 0 to 1, by default 0.6. */
  readonly minScore?: number | undefined;
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
}

interface Models {
  readonly blazeFace: RunModel;
  readonly boxes: () => Promise<RunModel>;
  readonly landmarks: RunModel;
}

const efforts = ["fast", "auto", "full"] as const;
const MIN_SCORE = 0.6;
/** A face of at least this part of the shorter side makes a portrait, in which `"auto"` looks no further. */
const PORTRAIT = 1 / 3;
/** A box that a closer look by BlazeFace does not confirm counts as a face from this score on. */
const SURE_ALONE = 0.9;
/** How much of BlazeFace's view the whole picture takes: faces that fill a picture are found when there is air around. */
const WHOLE_VIEW = [0.7, 0.45, 1] as const;

/**
 * Loads the detector: BlazeFace for a first look and the eyes' rough places, a box detector for small faces (read now, so
 * that a page goes on when it is offline, and set up when first needed), and a landmark model for the eyes' exact places.
 *
 * @throws Error where a model cannot be read or no ONNX Runtime is installed.
 */
export async function openFaceDetector(options: FaceDetectorOptions = {}): Promise<FaceDetector> {
  const opened: OpenModel[] = [];
  const open = async (bytes: Uint8Array): Promise<RunModel> => {
    const model = await openModel(bytes, options.provider);
    opened.push(model);
    return model.run;
  };
  const [blazeFaceFile, landmarksFile, boxesFile] = await Promise.all([
    readFaceModel("blazeface-front.onnx", options.models),
    readFaceModel("faceplugin-landmarks.onnx", options.models),
    readFaceModel("faceplugin-detector.onnx", options.models),
  ]);
  const [blazeFace, landmarks] = await Promise.all([open(blazeFaceFile), open(landmarksFile)]);
  let boxes: Promise<RunModel> | undefined;
  const models: Models = { blazeFace, landmarks, boxes: () => (boxes ??= open(boxesFile)) };
  return {
    detect: async (picture, options = {}) => await detectFaces(models, picture, options),
    locateEyes: async (picture) => await locateEyes(models, picture),
    close: async () => void (await Promise.all(opened.map((model) => model.release()))),
  };
}

async function detectFaces(models: Models, picture: Picture, options: DetectOptions): Promise<Face[]> {
  checkOptions(options);
  const { effort = "auto", minScore = MIN_SCORE } = options;
  const shorter = Math.min(picture.width, picture.height);
  let found = mergeOverlapping(await runBlazeFace(models.blazeFace, picture, wholeView(picture, WHOLE_VIEW[0]), minScore));
  const portrait = (found[0]?.box.width ?? 0) >= shorter * PORTRAIT;
  if (effort === "full" || found.length === 0 || (effort === "auto" && !portrait)) {
    const longer = Math.max(picture.width, picture.height);
    const minFace = options.minFace ?? Math.max(24, longer / 70);
    found = mergeOverlapping([...found, ...(await searchBoxes(models, picture, minFace, options))]);
  }
  if (found.length === 0) found = await searchTurned(models, picture, minScore);
  const faces: Face[] = [];
  for (const candidate of found) {
    options.signal?.throwIfAborted();
    const face = await completeFace(models, picture, candidate);
    if (face !== undefined && !faces.some((other) => isSame(face, other))) faces.push(face);
  }
  return faces.sort((one, other) => other.score - one.score);
}

function checkOptions({ effort = "auto", minFace = 1, minScore = 0 }: DetectOptions): void {
  if (!efforts.includes(effort)) throw new RangeError(`effort is ${efforts.join(", ")}, not ${effort}.`);
  if (!(minFace >= 1 && Number.isFinite(minFace))) throw new RangeError(`minFace is a number of pixels from 1, not ${minFace}.`);
  if (!(minScore >= 0 && minScore <= 1)) throw new RangeError(`minScore is a number from 0 to 1, not ${minScore}.`);
}

async function locateEyes(models: Models, picture: Picture): Promise<Eyes | undefined> {
  let best: Candidate | undefined;
  for (const part of WHOLE_VIEW) {
    const found = mergeOverlapping(await runBlazeFace(models.blazeFace, picture, wholeView(picture, part), 0.3));
    if (found[0] !== undefined && found[0].score > (best?.score ?? 0)) best = found[0];
    if (best !== undefined && best.score >= MIN_SCORE) break;
  }
  best ??= (await searchTurned(models, picture, 0.4))[0];
  if (best?.eyes === undefined) return undefined;
  return (await refineFace(models.landmarks, picture, best.eyes)).eyes;
}

/** The small faces that a single look misses. */
async function searchBoxes(models: Models, picture: Picture, minFace: number, { minScore = MIN_SCORE, signal }: DetectOptions): Promise<Candidate[]> {
  const run = await models.boxes();
  const found: Candidate[] = [];
  for (const view of searchViews(picture.width, picture.height, minFace)) {
    signal?.throwIfAborted();
    found.push(...(await runBoxDetector(run, picture, view, minScore)));
  }
  return found;
}

/** Faces turned further than the models know them, on copies turned to both sides. */
async function searchTurned(models: Models, picture: Picture, minScore: number): Promise<Candidate[]> {
  const found: Candidate[] = [];
  for (const view of turnedViews(picture, BLAZEFACE_SIDE, WHOLE_VIEW[0])) {
    found.push(...(await runBlazeFace(models.blazeFace, picture, view, minScore)));
  }
  return mergeOverlapping(found);
}

/** The eyes' exact places; a candidate without eyes is looked at once more from close by. */
async function completeFace(models: Models, picture: Picture, candidate: Candidate): Promise<Face | undefined> {
  const eyes = candidate.eyes ?? (await eyesInBox(models.blazeFace, picture, candidate));
  if (eyes === undefined) return undefined;
  const refined = await refineFace(models.landmarks, picture, eyes);
  return { ...refined, score: candidate.score };
}

async function eyesInBox(blazeFace: RunModel, picture: Picture, { box, score }: Candidate): Promise<Eyes | undefined> {
  const side = Math.max(box.width, box.height);
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const scale = (BLAZEFACE_SIDE * 0.5) / side;
  const view = scaling(scale, BLAZEFACE_SIDE / 2 - middle.x * scale, BLAZEFACE_SIDE / 2 - middle.y * scale);
  const near = mergeOverlapping(await runBlazeFace(blazeFace, picture, view, 0.3)).find(
    ({ box }) => Math.hypot(box.x + box.width / 2 - middle.x, box.y + box.height / 2 - middle.y) < side / 2,
  );
  if (near?.eyes !== undefined) return near.eyes;
  if (score < SURE_ALONE) return undefined;
  // An upright face's usual places in its box.
  const y = middle.y - 0.13 * side;
  return { left: { x: middle.x - 0.18 * side, y }, right: { x: middle.x + 0.18 * side, y } };
}

/** The whole picture in the middle of BlazeFace's view, its longer side taking `part` of it. */
function wholeView({ width, height }: Picture, part: number): Affine {
  const scale = (BLAZEFACE_SIDE * part) / Math.max(width, height);
  return scaling(scale, (BLAZEFACE_SIDE - width * scale) / 2, (BLAZEFACE_SIDE - height * scale) / 2);
}

function isSame(one: Face, other: Face): boolean {
  const [a, b] = [betweenEyes(one.eyes), betweenEyes(other.eyes)];
  return Math.hypot(a.x - b.x, a.y - b.y) < 0.4 * Math.max(eyeDistance(one.eyes), eyeDistance(other.eyes));
}
