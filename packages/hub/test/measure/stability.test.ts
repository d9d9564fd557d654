import assert from "node:assert/strict";
import { test } from "node:test";
import { createPicture } from "fmpn/pictures";
import { lightened, movedByAPixel, stabilityOf } from "#src/measure/stability.js";

type Crop = { readonly data: Uint8ClampedArray };
const classifier = (answer: (crop: Crop) => number) => ({ classes: ["a", "b"], size: 32, margin: 0.1, classify: async (crop: Crop) => ({ probabilities: Float64Array.of(0.5, answer(crop)) }) });
const sum = ({ data }: Crop): number => data.reduce((total, value) => total + value, 0);

test("a model that looks holds; one that knows pictures by their bytes, or remembers, does not, and each is told by what was done", async () => {
  const all = ["a", "a", "a", "a", "a", "a", "a", "a"];
  assert.deepEqual(await stabilityOf(classifier(() => 0), all), { faces: 8, moved: 0, lightened: 0, otherOrder: 0 });
  // Knows the crops' sums by heart, as a lookup by hash does.
  const known = new Set<number>();
  const learning = classifier((crop) => (known.add(sum(crop)), 0));
  await stabilityOf(learning, all);
  const learnt = [...known].slice(0, 8);
  const byHeart = await stabilityOf(classifier((crop) => (learnt.includes(sum(crop)) ? 0 : 1)), all);
  assert.equal(byHeart.lightened, 8);
  let asked = 0;
  const remembers = await stabilityOf(classifier(() => ((asked += 1) > 16 ? 1 : 0)), all);
  assert.deepEqual([remembers.moved, remembers.lightened, remembers.otherOrder], [0, 0, 8]);
});

test("a face is moved by a pixel and made lighter, nothing else", () => {
  const picture = createPicture(3, 2, 1, Uint8ClampedArray.of(1, 2, 3, 4, 5, 254));
  assert.deepEqual([...movedByAPixel(picture).data], [1, 1, 2, 4, 4, 5]);
  assert.deepEqual([...lightened(picture).data], [4, 5, 6, 7, 8, 255]);
});
