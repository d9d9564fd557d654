import { createRandom } from "@fmpn/graph";
import type { HostTensor } from "@fmpn/graph/inference";
import type { DetectionMaterial } from "./detection-material.js";
import { STRIDES, VALUES } from "./detection-network.js";
import type { DetectionRecipe } from "./detection-recipe.js";
import { type DrawnView, viewDrawer } from "./draw-view.js";
import { emptyTargets, type LabelledView, writeTargets } from "./face-targets.js";

/** What one step is fed with. */
export type DetectionFeeds = Readonly<Record<string, HostTensor>>;

/**
 * Drawing a view takes longer than learning from it. So each is shown in this many steps, this many steps apart, as it is or
 * mirrored, a little lighter or darker.
 */
const SHOWINGS = 4;
const APART = 48;

/** What draws a step's batch: from nothing but material, recipe and the step's number, so that any thread may. */
export function detectionBatchDrawer(material: DetectionMaterial, recipe: Pick<DetectionRecipe, "seed" | "size" | "batch">): (step: number) => DetectionFeeds {
  const { seed, size, batch } = recipe;
  const draw = viewDrawer(material, size);
  const fresh = Math.ceil(batch / SHOWINGS);
  const drawn = new Map<number, DrawnView[]>();
  const drawnAt = (step: number): DrawnView[] => {
    const known = drawn.get(step);
    if (known !== undefined) return known;
    const random = createRandom(seed, "detection views", step);
    const views = Array.from({ length: fresh }, () => draw(random));
    drawn.set(step, views);
    return views;
  };
  return (step) => {
    const random = createRandom(seed, "detection showings", step);
    const shown = Array.from({ length: SHOWINGS }, (_, showing) => drawnAt(step - showing * APART)).flat().slice(0, batch);
    drawn.delete(step - SHOWINGS * APART);
    const views = new Float32Array(batch * 3 * size * size);
    const targets = emptyTargets(batch, size);
    for (const [row, view] of shown.entries()) {
      const mirror = random.uniform() < 0.5;
      writePlanes(view.picture.data, views.subarray(row * 3 * size * size, (row + 1) * 3 * size * size), size, mirror, { contrast: Math.exp(0.1 * random.normal()), brightness: 0.08 * random.normal() });
      writeTargets(targets, row, mirror ? mirrored(view, size) : view, size);
    }
    const feeds: Record<string, HostTensor> = { views: { shape: [batch, 3, size, size], data: views } };
    for (const [level, { face, counts, place, matters }] of targets.entries()) {
      const side = size / (STRIDES[level] ?? 1);
      feeds[`face/${level}`] = { shape: [batch, 1, side, side], data: face };
      feeds[`counts/${level}`] = { shape: [batch, 1, side, side], data: counts };
      feeds[`place/${level}`] = { shape: [batch, VALUES - 1, side, side], data: place };
      feeds[`matters/${level}`] = { shape: [batch, VALUES - 1, side, side], data: matters };
    }
    return feeds;
  };
}

/** Interleaved pixels as the network takes them: planes of (v − 127)/128, here with a contrast and a brightness. */
function writePlanes(pixels: Uint8ClampedArray, planes: Float32Array, size: number, mirror: boolean, { contrast, brightness }: { contrast: number; brightness: number }): void {
  const table = Float32Array.from({ length: 256 }, (_, value) => Math.min(1, Math.max(-127 / 128, ((value - 127) / 128) * contrast + brightness)));
  const plane = size * size;
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const [at, from] = [y * size + x, 3 * (y * size + (mirror ? size - 1 - x : x))];
      planes[at] = table[pixels[from] ?? 0] ?? 0;
      planes[plane + at] = table[pixels[from + 1] ?? 0] ?? 0;
      planes[2 * plane + at] = table[pixels[from + 2] ?? 0] ?? 0;
    }
  }
}

function mirrored({ faces, ignore }: LabelledView, size: number): LabelledView {
  return {
    faces: faces.map(({ box: [x, y, w, h], points }) => ({ box: [size - x - w, y, w, h], points: points && [1, 0, 2, 4, 3].flatMap((k) => [size - (points[2 * k] ?? 0), points[2 * k + 1] ?? 0]) })),
    ignore: ignore.map(([x, y, w, h]) => [size - x - w, y, w, h]),
  };
}
