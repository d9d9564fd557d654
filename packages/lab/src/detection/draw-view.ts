import type { Random } from "@fmpn/graph";
import { type Affine, createPicture, mapPoint, type Picture, warp } from "fmpn/pictures";
import { type DetectionMaterial, type MaterialPicture, type MaterialRole, pictureOf } from "./detection-material.js";
import type { LabelledView } from "./face-targets.js";
import type { LabelledBox, LabelledFace } from "./labelled-pictures.js";
import { coverFace } from "./cover-face.js";
import { varyLight } from "./vary-light.js";
import { weighted } from "./weighted-choice.js";

/** A picture to train on with what is known of it. */
export interface DrawnView extends LabelledView {
  readonly picture: Picture;
}

/** Shares of the views: parts of photographs; faces laid onto pictures without any; pictures without any. */
const SHARES = { photograph: 0.45, collage: 0.22 };
/** Of the views, so many show a place that an earlier detector took for a face, where there are such. */
const MISTAKEN = 0.18;
/** A face that a view is drawn around is at least so wide, in pixels, and each factor of two as often up to most of the view. */
const LEAST_FACE = 9;
/** Of the views of photographs, so many show four. */
const MOSAICS = 0.4;
/** A photograph is enlarged at most so much. */
const MOST_ENLARGED = 2.2;
/** Of the views, so many are turned up to {@link MOST_TURN} degrees, the others a little. */
const TURNED = 0.2;
const MOST_TURN = 65;
const LITTLE_TURN = 10;
/** A face whose visible part is smaller than this is neither right nor wrong. */
const LEAST_VISIBLE = 0.55;

/** Draws views of S×S pixels from the material, each from nothing but the random stream. */
export function viewDrawer(material: DetectionMaterial, size: number): (random: Random) => DrawnView {
  const byRole = (role: MaterialRole): MaterialPicture[] => material.pictures.filter((picture) => picture.role === role);
  const [photographs, crops, empties] = [byRole("photograph"), byRole("crop"), byRole("empty")];
  // A photograph of many faces is drawn more often, but not as often as it has faces.
  const chosenPhotograph = weighted(photographs, ({ faces }) => Math.min(5, Math.sqrt(faces.length)) + 0.2);
  const chosenEmpty = weighted(empties, () => 1);
  const chosenCrop = weighted(crops, () => 1);
  const mistakes = material.pictures.flatMap((picture) => (picture.mistaken ?? []).map((box) => ({ picture, box })));
  const pattern = empties.length > 0 ? (random: Random): Picture => partOf(material, chosenEmpty(random), 24, random) : undefined;
  return (random) => {
    if (mistakes.length > 0 && random.uniform() < MISTAKEN) {
      const mistake = mistakes[random.integer(mistakes.length)];
      if (mistake !== undefined) return finished(partOfPhotograph(material, mistake.picture, size, random, mistake.box), random, pattern);
    }
    const kind = random.uniform();
    const view =
      kind < SHARES.photograph && photographs.length > 0
        ? kind < SHARES.photograph * MOSAICS
          ? mosaic(material, chosenPhotograph, size, random)
          : partOfPhotograph(material, chosenPhotograph(random), size, random)
        : kind < SHARES.photograph + SHARES.collage && crops.length > 0
          ? collage(material, chosenCrop, empties.length > 0 ? chosenEmpty(random) : undefined, empties.length > 0 ? chosenEmpty : undefined, size, random)
          : empties.length > 0
            ? { picture: partOf(material, chosenEmpty(random), size, random), faces: [], ignore: [] }
            : partOfPhotograph(material, chosenPhotograph(random), size, random);
    return finished(view, random, pattern);
  };
}

/** With some faces covered, in another light. */
function finished(view: DrawnView, random: Random, pattern?: (random: Random) => Picture): DrawnView {
  for (const face of view.faces) coverFace(view.picture, face, random, { pattern });
  return { ...view, picture: varyLight(view.picture, random) };
}

const between = (low: number, high: number, random: Random): number => low + (high - low) * random.uniform();
const betweenLog = (low: number, high: number, random: Random): number => Math.exp(between(Math.log(low), Math.log(high), random));

function randomTurn(random: Random): number {
  const degrees = random.uniform() < TURNED ? between(-MOST_TURN, MOST_TURN, random) : LITTLE_TURN * (random.uniform() + random.uniform() - 1);
  return (degrees * Math.PI) / 180;
}

/** Four photographs in a view: small faces by the dozen (mosaic, Bochkovskiy et al. 2020). */
function mosaic(material: DetectionMaterial, photograph: (random: Random) => MaterialPicture, size: number, random: Random): DrawnView {
  const picture = createPicture(size, size, 3);
  const half = size / 2;
  const parts = [[0, 0], [half, 0], [0, half], [half, half]].map(([left = 0, top = 0]) => {
    const part = partOfPhotograph(material, photograph(random), half, random);
    paste(picture, part.picture, [left, top, half, half], false);
    return shifted(part, left, top);
  });
  return { picture, faces: parts.flatMap(({ faces }) => faces), ignore: parts.flatMap(({ ignore }) => ignore) };
}

function shifted({ faces, ignore }: LabelledView, left: number, top: number): LabelledView {
  const shift = ([x, y, w, h]: LabelledBox): LabelledBox => [x + left, y + top, w, h];
  return { faces: faces.map(({ box, points }) => ({ box: shift(box), points: points?.map((value, k) => value + (k % 2 === 0 ? left : top)) })), ignore: ignore.map(shift) };
}

/** Around a place or one of its faces at a chosen size, or anywhere. */
function partOfPhotograph(material: DetectionMaterial, photograph: MaterialPicture, size: number, random: Random, place?: LabelledBox): DrawnView {
  const { faces, width, height } = photograph;
  const around = place ?? (faces.length > 0 && random.uniform() < 0.85 ? faces[random.integer(faces.length)]?.box : undefined);
  const side = around === undefined ? 0 : Math.sqrt(around[2] * around[3]);
  // A view that shows little more than its edge teaches little.
  const least = (0.6 * size) / Math.max(width, height);
  const wanted = around === undefined ? betweenLog(0.35, 1.3, random) : betweenLog(LEAST_FACE, 0.75 * size, random) / side;
  const scale = Math.min(MOST_ENLARGED, Math.max(least, wanted));
  const middle = around === undefined ? { x: random.uniform() * width, y: random.uniform() * height } : { x: around[0] + around[2] / 2, y: around[1] + around[3] / 2 };
  const map = placing(middle, scale, randomTurn(random), random.uniform() < 0.5, { x: lying(middle.x, width, scale, size, random), y: lying(middle.y, height, scale, size, random) });
  return { picture: warp(pictureOf(material, photograph), map, size, size, randomEdge(random)), ...moved(photograph, map, scale, size) };
}

/** Where in the view a point of a picture comes to lie: anywhere, but mostly so that the picture fills the view. */
function lying(at: number, length: number, scale: number, size: number, random: Random): number {
  const wanted = between(0.1, 0.9, random) * size;
  if (random.uniform() < 0.15) return wanted;
  const [low, high] = [size - (length - at) * scale, at * scale].sort((a, b) => a - b) as [number, number];
  return Math.min(Math.max(wanted, low), high);
}

/** Any part of a picture without faces. */
function partOf(material: DetectionMaterial, picture: MaterialPicture, size: number, random: Random): Picture {
  const { width, height } = picture;
  const fit = size / Math.max(width, height);
  const scale = betweenLog(0.8 * fit, Math.max(1.5, 2 * fit), random);
  const middle = { x: random.uniform() * width, y: random.uniform() * height };
  const map = placing(middle, scale, randomTurn(random), random.uniform() < 0.5, { x: lying(middle.x, width, scale, size, random), y: lying(middle.y, height, scale, size, random) });
  return warp(pictureOf(material, picture), map, size, size, randomEdge(random));
}

const randomEdge = (random: Random): "replicate" | number => (random.uniform() < 0.5 ? 0 : random.uniform() < 0.6 ? "replicate" : 255 * random.uniform());

/** Takes `middle` to `to`, scaled, turned, and mirrored on demand. */
function placing(middle: { x: number; y: number }, scale: number, turn: number, mirror: boolean, to: { x: number; y: number }): Affine {
  const [cos, sin] = [Math.cos(turn) * scale, Math.sin(turn) * scale];
  const sign = mirror ? -1 : 1;
  const [a, b, d, e] = [sign * cos, -sin, sign * sin, cos];
  return { a, b, c: to.x - a * middle.x - b * middle.y, d, e, f: to.y - d * middle.x - e * middle.y };
}

/** The faces as the view shows them; those that its edge cuts are neither right nor wrong. */
function moved({ faces, ignore }: Pick<MaterialPicture, "faces" | "ignore">, map: Affine, scale: number, size: number, within = [0, 0, size, size] as LabelledBox): LabelledView {
  const shown = faces.map((face) => movedFace(face, map, scale));
  const whole = shown.filter(({ box }) => visible(box, within) >= LEAST_VISIBLE);
  const cut = shown.filter((face) => !whole.includes(face)).map(({ box }) => box);
  return { faces: whole, ignore: [...ignore.map((box) => movedFace({ box }, map, scale).box), ...cut] };
}

function movedFace({ box: [x, y, w, h], points }: LabelledFace, map: Affine, scale: number): LabelledFace {
  const middle = mapPoint(map, { x: x + w / 2, y: y + h / 2 });
  const [cos, sin] = [map.a / scale, map.d / scale];
  // A face is nearly an ellipse, and this is the box around a turned one.
  const [width, height] = [Math.hypot(w * cos, h * sin) * scale, Math.hypot(w * sin, h * cos) * scale];
  const box: LabelledBox = [middle.x - width / 2, middle.y - height / 2, width, height];
  if (points === undefined) return { box };
  const to = Array.from({ length: 5 }, (_, k) => mapPoint(map, { x: points[2 * k] ?? 0, y: points[2 * k + 1] ?? 0 }));
  const mirrored = map.a * map.e - map.b * map.d < 0;
  return { box, points: (mirrored ? [1, 0, 2, 4, 3] : [0, 1, 2, 3, 4]).flatMap((k) => [to[k]?.x ?? 0, to[k]?.y ?? 0]) };
}

function visible([x, y, w, h]: LabelledBox, [left, top, width, height]: LabelledBox): number {
  const shownWidth = Math.min(x + w, left + width) - Math.max(x, left);
  const shownHeight = Math.min(y + h, top + height) - Math.max(y, top);
  return (Math.max(0, shownWidth) * Math.max(0, shownHeight)) / (w * h);
}

/**
 * Faces laid onto a picture without any, in a grid, each cell with a face or with a piece of another picture without one, so
 * that an edge alone tells nothing.
 */
function collage(material: DetectionMaterial, crop: (random: Random) => MaterialPicture, ground: MaterialPicture | undefined, other: ((random: Random) => MaterialPicture) | undefined, size: number, random: Random): DrawnView {
  const picture = ground === undefined ? createPicture(size, size, 3) : partOf(material, ground, size, random);
  const faces: LabelledFace[] = [];
  const ignore: LabelledBox[] = [];
  const cells = 1 + random.integer(6);
  const cell = size / cells;
  for (let index = 0; index < cells * cells; index += 1) {
    const draw = random.uniform();
    if (draw > 0.75) continue;
    const side = Math.max(12, Math.round(cell * between(0.5, 1, random)));
    const left = Math.round((index % cells) * cell + random.uniform() * (cell - side));
    const top = Math.round(Math.floor(index / cells) * cell + random.uniform() * (cell - side));
    const within: LabelledBox = [left, top, side, side];
    if (draw > 0.55) {
      if (other !== undefined) paste(picture, partOf(material, other(random), side, random), within, random.uniform() < 0.5);
      continue;
    }
    const face = crop(random);
    const scale = (side / Math.max(face.width, face.height)) * between(0.75, 1.25, random);
    const [box] = face.faces;
    const middle = box === undefined ? { x: face.width / 2, y: face.height / 2 } : { x: box.box[0] + box.box[2] / 2, y: box.box[1] + box.box[3] / 2 };
    const map = placing(middle, scale, randomTurn(random), random.uniform() < 0.5, { x: side * between(0.45, 0.55, random), y: side * between(0.45, 0.55, random) });
    const shown = moved(face, map, scale, side);
    paste(picture, varyLight(warp(pictureOf(material, face), map, side, side, randomEdge(random)), random, 0.5), within, random.uniform() < 0.5);
    const laid = shifted(shown, left, top);
    faces.push(...laid.faces);
    ignore.push(...laid.ignore);
  }
  return { picture, faces, ignore };
}

/** Lays a square piece onto the picture, whole or as a disc with a soft edge. */
function paste(picture: Picture, piece: Picture, [left, top, side]: LabelledBox, soft: boolean): void {
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const [px, py] = [left + x, top + y];
      if (px < 0 || py < 0 || px >= picture.width || py >= picture.height) continue;
      const radius = soft ? Math.hypot((x + 0.5) / side - 0.5, (y + 0.5) / side - 0.5) : 0;
      const share = Math.min(1, Math.max(0, (0.5 - radius) / 0.06));
      const [to, from] = [3 * (py * picture.width + px), 3 * (y * piece.width + x)];
      for (let c = 0; c < 3; c += 1) picture.data[to + c] = (1 - share) * (picture.data[to + c] ?? 0) + share * (piece.data[from + c] ?? 0);
    }
  }
}
