/** A point in a plane. */
export type Point = readonly [x: number, y: number];

/** A smooth line through the points (Catmull–Rom), with `steps` pieces between neighbours. */
export function smoothLine(points: readonly Point[], steps = 5): Point[] {
  const line: Point[] = [];
  const at = (i: number): Point => points[Math.min(points.length - 1, Math.max(0, i))] ?? [0, 0];
  for (let i = 0; i + 1 < points.length; i++) {
    const [a, b, c, d] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    for (let step = 0; step < steps; step++) {
      const t = step / steps;
      line.push([spline(a[0], b[0], c[0], d[0], t), spline(a[1], b[1], c[1], d[1], t)]);
    }
  }
  line.push(at(points.length - 1));
  return line;
}

/** A smooth closed outline through the points. */
export function smoothRing(points: readonly Point[], steps = 4): Point[] {
  const count = points.length;
  const ring: Point[] = [];
  const around = (i: number): Point => points[(i + count) % count] ?? [0, 0];
  for (let i = 0; i < count; i++) {
    const [a, b, c, d] = [around(i - 1), around(i), around(i + 1), around(i + 2)];
    for (let step = 0; step < steps; step++) {
      const t = step / steps;
      ring.push([spline(a[0], b[0], c[0], d[0], t), spline(a[1], b[1], c[1], d[1], t)]);
    }
  }
  return ring;
}

/** The outline of a brush stroke along a line; `width` gives the brush's width from start (0) to end (1). */
export function strokeOutline(line: readonly Point[], width: (along: number) => number): Float64Array {
  const count = line.length;
  const outline = new Float64Array(count * 4);
  line.forEach(([x, y], i) => {
    const [x0, y0] = line[Math.max(0, i - 1)] ?? [x, y];
    const [x1, y1] = line[Math.min(count - 1, i + 1)] ?? [x, y];
    const length = Math.hypot(x1 - x0, y1 - y0) || 1;
    const half = width(i / (count - 1)) / 2;
    const dx = (-(y1 - y0) / length) * half;
    const dy = ((x1 - x0) / length) * half;
    const back = (2 * count - 1 - i) * 2;
    outline[i * 2] = x + dx;
    outline[i * 2 + 1] = y + dy;
    outline[back] = x - dx;
    outline[back + 1] = y - dy;
  });
  return outline;
}

/** Points as a path of x and y in turn. */
export function toPath(points: readonly Point[]): Float64Array {
  const path = new Float64Array(points.length * 2);
  for (let i = 0; i < points.length; i++) {
    const [x, y] = points[i] ?? [0, 0];
    path[i * 2] = x;
    path[i * 2 + 1] = y;
  }
  return path;
}

/** An ellipse as a closed outline. */
export function ellipse([x, y]: Point, radiusX: number, radiusY: number, count = 20): Point[] {
  return Array.from({ length: count }, (_, i): Point => {
    const angle = (2 * Math.PI * i) / count;
    return [x + radiusX * Math.cos(angle), y + radiusY * Math.sin(angle)];
  });
}

function spline(a: number, b: number, c: number, d: number, t: number): number {
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}
