import { classNameOf } from "./class-name.js";

/**
 * A decoded picture: the one pixel type of this project. (Not called `Image`, which browsers give to `<img>`: a
 * forgotten import would compile.)
 *
 * `data` holds rows from top to bottom, pixels from left to right, channels interleaved: 8-bit sRGB for three channels,
 * 8-bit luma for one. There is no alpha: decoding lays transparent pixels on mid-grey.
 */
export interface Picture {
  /** Pixels in a row, at least 1. */
  readonly width: number;
  /** Rows, at least 1. */
  readonly height: number;
  /** 3 for red, green, blue; 1 for gray. */
  readonly channels: 1 | 3;
  /** `height × width × channels` values in [0, 255]. */
  readonly data: Uint8ClampedArray;
}

/**
 * A picture over `data`, or a black one where no data are given.
 *
 * @throws RangeError where a side is no positive integer or `data` has another length than the sides ask for.
 */
export function createPicture(width: number, height: number, channels: 1 | 3, data?: Uint8ClampedArray): Picture {
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1) {
    throw new RangeError(`A picture has whole sides of at least one pixel, not ${width} × ${height}.`);
  }
  const length = width * height * channels;
  if (data !== undefined && data.length !== length) {
    throw new RangeError(`${width} × ${height} × ${channels} takes ${length} values, not ${data.length}.`);
  }
  return { width, height, channels, data: data ?? new Uint8ClampedArray(length) };
}

/** Whether a value is a {@link Picture} rather than something still to be decoded. */
export function isPicture(value: unknown): value is Picture {
  if (typeof value !== "object" || value === null) return false;
  const { width, height, channels, data } = value as Partial<Picture>;
  return (
    typeof width === "number" &&
    typeof height === "number" &&
    (channels === 1 || channels === 3) &&
    classNameOf(data) === "Uint8ClampedArray" &&
    data?.length === width * height * channels
  );
}
