import type { Provider } from "@fmpn/graph/inference";
import { readFaceModel } from "#face-models";
import { sharedArea } from "../images/box.js";
import type { Picture } from "../images/picture.js";
import { betweenEyes, eyeDistance, type Eyes, type Face, type FaceFind } from "./face.js";
import { runFaceNet } from "./face-net.js";
import { faceScore } from "./face-score.js";
import { closeLooks, type Look, overview, turnedOverview } from "./looks.js";
import { mergeOverlapping } from "./non-maximum-suppression.js";
import { type OpenModel, openModel, type RunModel } from "./open-model.js";
import { refineFace } from "./refine-face.js";
import { lookAgain, seeLeaning } from "./second-look.js";

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
  /**
   * Looks for faces in whole numbers: see `SessionOptions` of `@fmpn/graph/inference`. On by default: boxes and points move by less
   * than a tenth of a pixel, and are the same to the last bit in every engine.
   */
  readonly wholeNumbers?: boolean | undefined;
}

interface Models {
  readonly faces: RunModel;
  readonly secondLook: RunModel;
  readonly landmarks: RunModel;
}

/** The least width of faces, in pixels and as a part of the longer side. */
const MIN_FACE = 12;
const MIN_SCORE = 0.6;
/** What is less or more sure than this at one second look gets no other. */
const CLEAR = { none: 0.02, face: 0.98 };
/** A first look's find of less than this gets no second one. */
const LEAST_FIRST = 0.3;
/** What is not this sure at the first look, or not this wide in pixels, is not looked at for a leaning head. */
const LEAST_LEANING = { score: 0.6, width: 20 };
/** What is less wide than this part of a head, on it or around it within this part of its width, is none of its own. */
const ON_HEAD = 1 / 7;
const HEAD_REACH = 0.2;
/** What lies on surer faces with this part of it or more is made of pieces of them. */
const MOST_SHARED = 0.4;
/** A face of at least this part of the shorter side makes a portrait, in which `"fast"` looks no further. */
const PORTRAIT = 1 / 3;
/** For a picture that was cropped to a face: the view's side, which part of it the picture takes in turn, and a score that ends the search. */
const CROP_SIDE = 128;
const CROP_PARTS = [0.7, 0.5, 0.95];
const SURE = 0.7;
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
  const models: Models = { faces, secondLook, landmarks };
  return {
    detect: async (picture, options = {}) => await detectFaces(models, picture, options),
    locateEyes: async (picture) => await locateEyes(models, picture),
    close: async () => void (await Promise.all(opened.map((model) => model.close()))),
  };
}

async function detectFaces(models: Models, picture: Picture, options: DetectOptions): Promise<Face[]> {
  checkOptions(options);
  const { effort = "auto", minScore = MIN_SCORE, signal } = options;
  const { width, height } = picture;
  const minFace = options.minFace ?? Math.max(MIN_FACE, Math.max(width, height) / 80);
  let found = await seen(models, picture, [overview(width, height)]);
  const portrait = Math.max(0, ...found.map(({ box, score }) => (score > SURE ? box.width : 0))) >= Math.min(width, height) * PORTRAIT;
  if (effort !== "fast" || !portrait) found = mergeOverlapping([...found, ...(await seen(models, picture, closeLooks(width, height, effort === "full" ? minFace / 1.5 : minFace), signal))]);
  let faces = await confirmed(models, picture, found, minScore, signal);
  if (faces.length === 0 && effort !== "fast") faces = await confirmed(models, picture, await seen(models, picture, TURNS.map((degrees) => turnedOverview(width, height, degrees)), signal), minScore, signal, true);
  return faces
    .filter((face) => face.box.width >= minFace && !faces.some((other) => isOnHead(face.box, other.box)) && sharedWithSurer(face, faces) < MOST_SHARED)
    .sort((one, other) => other.score - one.score);
}

function checkOptions({ effort = "auto", minFace = 1, minScore = 0 }: DetectOptions): void {
  if (!efforts.includes(effort)) throw new RangeError(`effort is ${efforts.join(", ")}, not ${effort}.`);
  if (!(minFace >= 1 && Number.isFinite(minFace))) throw new RangeError(`minFace is a number of pixels from 1, not ${minFace}.`);
  if (!(minScore >= 0 && minScore <= 1)) throw new RangeError(`minScore is a number from 0 to 1, not ${minScore}.`);
}

/** What the looks find, each face once. */
async function seen(models: Models, picture: Picture, looks: readonly Look[], signal?: AbortSignal): Promise<FaceFind[]> {
  const found: FaceFind[] = [];
  for (const look of looks) {
    signal?.throwIfAborted();
    const finds = await runFaceNet(models.faces, picture, look, LEAST_FIRST);
    found.push(...finds.filter(({ box }) => box.width * look.map.a <= look.most));
  }
  return mergeOverlapping(found);
}

/** The finds that a second look bears out, with the eyes where the landmark model sees them. */
async function confirmed(models: Models, picture: Picture, found: readonly FaceFind[], minScore: number, signal?: AbortSignal, leaning = false): Promise<Face[]> {
  const faces: Face[] = [];
  for (const find of found) {
    signal?.throwIfAborted();
    const upright = { find, score: await scoreOf(models, picture, find, leaning) };
    const sure = upright.score >= minScore ? upright : await leaningFace(models, picture, find);
    if (sure === undefined || sure.score < minScore) continue;
    const face = { score: sure.score, ...(await placeFace(models, picture, sure.find)) };
    if (!faces.some((other) => isSame(face, other))) faces.push(face);
  }
  return faces;
}

/** A find that was no face as it is may be one that leans. */
async function leaningFace(models: Models, picture: Picture, find: FaceFind): Promise<{ readonly find: FaceFind; readonly score: number } | undefined> {
  if (find.score < LEAST_LEANING.score || find.box.width < LEAST_LEANING.width) return undefined;
  const leaning = await seeLeaning(models.faces, picture, find);
  return leaning && { find: leaning, score: await scoreOf(models, picture, leaning, true) };
}

/** How sure both looks are of a find. */
async function scoreOf(models: Models, picture: Picture, find: FaceFind, leaning: boolean): Promise<number> {
  const score = (logit: number): number => faceScore(find.score, logit, leaning);
  return score(await lookAgain(models.secondLook, picture, find, (logit) => score(logit) < CLEAR.none || score(logit) > CLEAR.face));
}

/** The eyes and the landmarks; where these contradict the find, the head may lean, and it is seen again turned. */
async function placeFace(models: Models, picture: Picture, find: FaceFind): Promise<Omit<Face, "score">> {
  const placed = await refineFace(models.landmarks, picture, find);
  if (placed.landmarks !== undefined) return placed;
  return await refineFace(models.landmarks, picture, (await seeLeaning(models.faces, picture, find)) ?? find);
}

/** The one face that a picture was cropped to: looked for with more and with less air around, then turned. */
async function locateEyes(models: Models, picture: Picture): Promise<Eyes | undefined> {
  const { width, height } = picture;
  const looks = [...CROP_PARTS.map((part) => overview(width, height, { side: CROP_SIDE, part })), ...TURNS.map((degrees) => turnedOverview(width, height, degrees))];
  let best: FaceFind | undefined;
  for (const look of looks) {
    const [find] = await seen(models, picture, [look]);
    if (find !== undefined && find.score > (best?.score ?? 0)) best = find;
    if (best !== undefined && best.score >= SURE) break;
  }
  return best === undefined ? undefined : (await placeFace(models, picture, best)).eyes;
}

/** Whether something small lies on or beside a head: an ear, an ornament. */
function isOnHead(small: Face["box"], head: Face["box"]): boolean {
  const [x, y] = [small.x + small.width / 2, small.y + small.height / 2];
  const reach = HEAD_REACH * head.width;
  const near = x > head.x - reach && x < head.x + head.width + reach && y > head.y - reach && y < head.y + head.height + reach;
  return small.width < ON_HEAD * head.width && near;
}

/** How much of a face lies on surer ones, as a part of it. */
function sharedWithSurer({ box, score }: Face, faces: readonly Face[]): number {
  return faces.reduce((sum, other) => sum + (other.score > score ? sharedArea(box, other.box) : 0), 0) / (box.width * box.height);
}

function isSame(one: Face, other: Face): boolean {
  const [a, b] = [betweenEyes(one.eyes), betweenEyes(other.eyes)];
  return Math.hypot(a.x - b.x, a.y - b.y) < 0.4 * Math.max(eyeDistance(one.eyes), eyeDistance(other.eyes));
}
