import type { Color } from "./face-identity.js";

/** x and y in turn, of a closed polygon or an open line. */
export type Path = Float64Array;

/** A picture under the brush: RGB row by row, 0 to 1, with scratch space for coverage. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly rgb: Float32Array;
  /** Signed area steps of the polygon being filled, one row of `width + 2` for each line. */
  readonly steps: Float32Array;
}

export function createCanvas(width: number, height: number): Canvas {
  return {
    width,
    height,
    rgb: new Float32Array(width * height * 3),
    steps: new Float32Array((width + 2) * height),
  };
}

/** The part of a canvas that something touches; `right` and `bottom` are exclusive. */
export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * Fills a polygon with exact coverage anti-aliasing (signed areas accumulated along each row, as font rasterisers do).
 *
 * @param opacity 0 to 1
 * @param clip coverage (0 to 1 for each pixel of the canvas) that the paint is limited to
 */
export function fillPolygon(canvas: Canvas, polygon: Path, color: Color, opacity = 1, clip?: Float32Array): void {
  const { width, rgb, steps } = canvas;
  const { top, bottom, left, right } = layEdges(canvas, polygon);
  const [red, green, blue] = color;
  for (let row = top; row < bottom; row++) {
    const start = row * (width + 2);
    let area = 0;
    for (let column = left; column < right; column++) {
      area += steps[start + column] ?? 0;
      const coverage = Math.min(1, Math.abs(area)) * opacity;
      if (coverage < 0.002) continue;
      const pixel = row * width + column;
      paint(rgb, pixel, red, green, blue, clip ? coverage * (clip[pixel] ?? 0) : coverage);
    }
    steps.fill(0, start + left, start + right + 2);
  }
}

/** The coverage of a polygon, 0 to 1 for each pixel. */
export function polygonCoverage(canvas: Canvas, polygon: Path): Float32Array {
  const { width, height, steps } = canvas;
  const { top, bottom, left, right } = layEdges(canvas, polygon);
  const coverage = new Float32Array(width * height);
  for (let row = top; row < bottom; row++) {
    const start = row * (width + 2);
    let area = 0;
    for (let column = left; column < right; column++) {
      area += steps[start + column] ?? 0;
      coverage[row * width + column] = Math.min(1, Math.abs(area));
    }
    steps.fill(0, start + left, start + right + 2);
  }
  return coverage;
}

/** Lays a soft round spot of the colour: full in the middle, gone at the ellipse's rim. */
export function softSpot(
  canvas: Canvas,
  [x, y]: readonly [number, number],
  [radiusX, radiusY]: readonly [number, number],
  color: Color,
  opacity: number,
): void {
  const { width, rgb } = canvas;
  const [red, green, blue] = color;
  const left = Math.max(0, Math.floor(x - radiusX));
  const right = Math.min(width, Math.ceil(x + radiusX));
  const bottom = Math.min(canvas.height, Math.ceil(y + radiusY));
  for (let row = Math.max(0, Math.floor(y - radiusY)); row < bottom; row++) {
    const dy = (row + 0.5 - y) / radiusY;
    for (let column = left; column < right; column++) {
      const dx = (column + 0.5 - x) / radiusX;
      const inside = 1 - dx * dx - dy * dy;
      if (inside > 0) paint(rgb, row * width + column, red, green, blue, opacity * inside * inside);
    }
  }
}

function paint(rgb: Float32Array, pixel: number, red: number, green: number, blue: number, share: number): void {
  const at = pixel * 3;
  const kept = 1 - share;
  rgb[at] = (rgb[at] ?? 0) * kept + red * share;
  rgb[at + 1] = (rgb[at + 1] ?? 0) * kept + green * share;
  rgb[at + 2] = (rgb[at + 2] ?? 0) * kept + blue * share;
}

/** Adds up a polygon's edges in the scratch space and returns the part of the canvas that they touch. */
function layEdges(canvas: Canvas, polygon: Path): Bounds {
  const count = polygon.length;
  for (let i = 0; i < count; i += 2) {
    const j = i + 2 < count ? i + 2 : 0;
    addEdge(canvas, polygon[i] ?? 0, polygon[i + 1] ?? 0, polygon[j] ?? 0, polygon[j + 1] ?? 0);
  }
  return boundsOf(canvas, polygon);
}

function boundsOf({ width, height }: Canvas, path: Path): Bounds {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i + 1 < path.length; i += 2) {
    const x = path[i] ?? 0;
    const y = path[i + 1] ?? 0;
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  return {
    left: within(Math.floor(left), width),
    top: within(Math.floor(top), height),
    right: within(Math.ceil(right), width),
    bottom: within(Math.ceil(bottom), height),
  };
}

/** Adds one edge's signed area to each row that it crosses: the part right of the edge is inside. */
function addEdge({ width, height, steps }: Canvas, xa: number, ya: number, xb: number, yb: number): void {
  if (ya === yb) return;
  const direction = ya < yb ? 1 : -1;
  const x0 = direction > 0 ? xa : xb;
  const y0 = direction > 0 ? ya : yb;
  const x1 = direction > 0 ? xb : xa;
  const y1 = direction > 0 ? yb : ya;
  const slope = (x1 - x0) / (y1 - y0);
  const last = Math.min(height, Math.ceil(y1));
  for (let row = Math.max(0, Math.floor(y0)); row < last; row++) {
    const from = Math.max(row, y0);
    const to = Math.min(row + 1, y1);
    const area = (to - from) * direction;
    const xFrom = Math.min(width, Math.max(0, x0 + (from - y0) * slope));
    const xTo = Math.min(width, Math.max(0, x0 + (to - y0) * slope));
    addRowStep(steps, row * (width + 2), Math.min(xFrom, xTo), Math.max(xFrom, xTo), area);
  }
}

/** Spreads one row's area step over the pixels between the edge's x on entering and on leaving the row. */
function addRowStep(steps: Float32Array, start: number, xLow: number, xHigh: number, area: number): void {
  const first = Math.floor(xLow);
  if (xHigh <= first + 1) {
    const covered = area * (1 - ((xLow + xHigh) / 2 - first));
    add(steps, start + first, covered);
    add(steps, start + first + 1, area - covered);
    return;
  }
  // Coverage right of a slanted edge, column by column: the integral of the clipped line.
  const perColumn = 1 / (xHigh - xLow);
  const columns = Math.ceil(xHigh);
  let before = 0;
  for (let column = first; column < columns; column++) {
    const left = Math.max(column, xLow);
    const right = Math.min(column + 1, xHigh);
    const passed = (left - xLow) * perColumn;
    const crossing = (right - left) * perColumn;
    const covered = area * (passed + crossing * (column + 1 - (left + right) / 2));
    add(steps, start + column, covered - before);
    before = covered;
  }
  add(steps, start + columns, area - before);
}

function within(value: number, limit: number): number {
  return Math.min(limit, Math.max(0, value));
}

function add(steps: Float32Array, at: number, value: number): void {
  steps[at] = (steps[at] ?? 0) + value;
}
