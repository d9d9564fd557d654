import type { Random } from "@fmpn/graph";

/**
 * Writes something that is no face over one: an even colour, noise of single pixels, clouds, or the face with nothing but its
 * rim left. What a network says of such pictures must not look like an expression.
 *
 * @param face three planes of size × size in [0, 1]
 */
export function hideFace(face: Float32Array, size: number, random: Random): void {
  const kind = random.integer(4);
  if (kind === 0) fillEvenly(face, size, 0, random);
  else if (kind === 1) clouds(face, size, size, random);
  else if (kind === 2) clouds(face, size, 2 + random.integer(11), random);
  else fillEvenly(face, size, Math.round(size * (0.05 + 0.1 * random.uniform())), random);
}

/** One colour, but for a rim. */
function fillEvenly(face: Float32Array, size: number, rim: number, random: Random): void {
  for (let channel = 0; channel < 3; channel += 1) {
    const value = random.uniform();
    for (let y = rim; y < size - rim; y += 1) face.fill(value, (channel * size + y) * size + rim, (channel * size + y + 1) * size - rim);
  }
}

/** Random values on a grid of so many cells a side, between them bilinear, about a colour and as strong as chance has it; half of them gray. */
function clouds(face: Float32Array, size: number, cells: number, random: Random): void {
  const strength = random.uniform();
  const gray = random.uniform() < 0.5;
  const grid = new Float32Array((cells + 1) ** 2);
  const step = cells / size;
  for (let channel = 0; channel < 3; channel += 1) {
    const middle = random.uniform();
    if (channel === 0 || !gray) for (const at of grid.keys()) grid[at] = random.uniform();
    for (let y = 0; y < size; y += 1) {
      const [row, v] = [Math.floor(y * step), (y * step) % 1];
      for (let x = 0; x < size; x += 1) {
        const [column, u] = [Math.floor(x * step), (x * step) % 1];
        const at = row * (cells + 1) + column;
        const upper = (1 - u) * (grid[at] ?? 0) + u * (grid[at + 1] ?? 0);
        const lower = (1 - u) * (grid[at + cells + 1] ?? 0) + u * (grid[at + cells + 2] ?? 0);
        face[(channel * size + y) * size + x] = Math.min(1, Math.max(0, middle + strength * ((1 - v) * upper + v * lower - 0.5)));
      }
    }
  }
}
