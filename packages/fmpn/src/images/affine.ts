/**
 * An affine map `[x, y] ↦ [a·x + b·y + c, d·x + e·y + f]` in continuous pixel coordinates: (0, 0) is the outer top left
 * corner of a picture, the middle of its first pixel is (0.5, 0.5).
 */
export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

/** A point in continuous pixel coordinates. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The image of a point. */
export function mapPoint({ a, b, c, d, e, f }: Affine, { x, y }: Point): Point {
  return { x: a * x + b * y + c, y: d * x + e * y + f };
}

/** The map that undoes `map`; a RangeError where it squeezes the plane to a line. */
export function invert({ a, b, c, d, e, f }: Affine): Affine {
  const determinant = a * e - b * d;
  if (!Number.isFinite(1 / determinant)) throw new RangeError("This affine map has no inverse.");
  const [A, B, D, E] = [e / determinant, -b / determinant, -d / determinant, a / determinant];
  return { a: A, b: B, c: -(A * c + B * f), d: D, e: E, f: -(D * c + E * f) };
}

/** `after ∘ before`: first `before`, then `after`. */
export function compose(after: Affine, before: Affine): Affine {
  return {
    a: after.a * before.a + after.b * before.d,
    b: after.a * before.b + after.b * before.e,
    c: after.a * before.c + after.b * before.f + after.c,
    d: after.d * before.a + after.e * before.d,
    e: after.d * before.b + after.e * before.e,
    f: after.d * before.c + after.e * before.f + after.f,
  };
}

/** Scales by `scale` and moves by (`x`, `y`). */
export function scaling(scale: number, x = 0, y = 0): Affine {
  return { a: scale, b: 0, c: x, d: 0, e: scale, f: y };
}

/**
 * The similarity (turn, scale, shift; no mirror, no shear) that takes the points `from` to the points `to`.
 *
 * With points as complex numbers: `w = (to₁ − to₀) / (from₁ − from₀)`, `z ↦ w·(z − from₀) + to₀`.
 *
 * @throws RangeError where the two points of a pair coincide.
 */
export function similarity(from: readonly [Point, Point], to: readonly [Point, Point]): Affine {
  const dx = from[1].x - from[0].x;
  const dy = from[1].y - from[0].y;
  const ex = to[1].x - to[0].x;
  const ey = to[1].y - to[0].y;
  const square = dx * dx + dy * dy;
  if (!(square > 0) || !(ex * ex + ey * ey > 0)) throw new RangeError("A similarity takes two distinct points.");
  const re = (ex * dx + ey * dy) / square;
  const im = (ey * dx - ex * dy) / square;
  return {
    a: re,
    b: -im,
    c: to[0].x - re * from[0].x + im * from[0].y,
    d: im,
    e: re,
    f: to[0].y - im * from[0].x - re * from[0].y,
  };
}
