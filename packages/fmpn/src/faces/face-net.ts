import { invert, mapPoint, type Affine, type Point } from "../images/affine.js";
import { toRgb } from "../images/gray.js";
import { nearestHalf } from "../images/halves.js";
import type { Picture } from "../images/picture.js";
import { straightPlanes } from "../images/straight-planes.js";
import { DIRECT_SHRINK, warp } from "../images/warp.js";
import type { FaceFind } from "./face.js";
import type { RunModel } from "./open-model.js";

/** What a view shows: the map from the picture to its pixels, and its sides, multiples of `SIDES_OF`. */
export interface View {
  readonly map: Affine;
  readonly width: number;
  readonly height: number;
}

/** A view's sides are multiples of this. */
export const SIDES_OF = 32;

const STRIDES = [8, 16, 32] as const;
/** Values at a place: a logit, the box's middle and the logarithms of its sides, five points. */
const VALUES = 15;

/**
 * One look of the project's own detector (trained by `lab/src/detection`): at every place of three maps, an eighth, a
 * sixteenth and a thirty-second as large as the view, it says whether a face has its middle there, and which.
 *
 * @returns all places of `minScore` or more, in the picture's pixels, not yet merged.
 */
export async function runFaceNet(run: RunModel, picture: Picture, { map, width, height }: View, minScore: number): Promise<FaceFind[]> {
  const length = 3 * width * height;
  const kept = rooms.get(run);
  rooms.delete(run);
  const room = kept !== undefined && kept.length >= length ? kept : new Float32Array(length);
  const outputs = await run({ picture: { data: networkPlanes(picture, map, width, height, room.subarray(0, length)), dims: [1, 3, height, width] } });
  rooms.set(run, room);
  const back = invert(map);
  const minLogit = Math.log(minScore / (1 - minScore));
  const found: FaceFind[] = [];
  for (const stride of STRIDES) {
    const values = outputs[`stride${stride}`]?.data;
    const columns = width / stride;
    const places = columns * (height / stride);
    if (values === undefined || values.length !== VALUES * places) throw new Error(`The model is no face detector: its output stride${stride} is missing or of another size.`);
    for (let place = 0; place < places; place++) {
      if (values[place] >= minLogit) found.push(findAt(values, place, places, columns, stride, back));
    }
  }
  return found;
}

/**
 * Where each network's planes are written, kept for its next look: an engine collects what is thrown away only after tens of
 * megabytes of it. A look that comes while another is on its way takes its own.
 */
const rooms = new WeakMap<RunModel, Float32Array>();

/**
 * What a map shows of a picture as the detector's networks take it: planes of red, green and blue, (v − 127)/128; black beyond the picture.
 *
 * @param planes where they are written; by default an array of their own
 */
export function networkPlanes(picture: Picture, map: Affine, width: number, height: number, planes: Float32Array = new Float32Array(3 * width * height)): Float32Array {
  const near = nearestHalf(picture, map);
  if (picture.channels === 3 && map.b === 0 && map.d === 0 && near.map.a > 1 / DIRECT_SHRINK) return straightPlanes(near.picture, invert(near.map), width, height, { middle: 127, scale: 128 }, planes);
  const plane = width * height;
  const seen = toRgb(warp(near.picture, near.map, width, height, 0)).data;
  for (let at = 0, from = 0; at < plane; at++, from += 3) {
    planes[at] = (seen[from] - 127) / 128;
    planes[plane + at] = (seen[from + 1] - 127) / 128;
    planes[2 * plane + at] = (seen[from + 2] - 127) / 128;
  }
  return planes;
}

function findAt(values: Float32Array, place: number, places: number, columns: number, stride: number, back: Affine): FaceFind {
  const value = (channel: number): number => values[channel * places + place] * stride;
  const [x, y] = [((place % columns) + 0.5) * stride, (Math.floor(place / columns) + 0.5) * stride];
  const at = (channel: number): Point => mapPoint(back, { x: x + value(channel), y: y + value(channel + 1) });
  const scale = Math.sqrt(Math.abs(back.a * back.e - back.b * back.d));
  const side = (channel: number): number => Math.exp(values[channel * places + place]) * stride * scale;
  const middle = at(1);
  const [width, height] = [side(3), side(4)];
  return {
    box: { x: middle.x - width / 2, y: middle.y - height / 2, width, height },
    score: 1 / (1 + Math.exp(-values[place])),
    points: [at(5), at(7), at(9), at(11), at(13)],
  };
}
