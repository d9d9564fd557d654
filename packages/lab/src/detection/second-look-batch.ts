import { createRandom } from "@fmpn/graph";
import { scaling } from "fmpn/pictures";
import { networkPlanes, SECOND_LOOK_SIDE } from "fmpn/faces";
import type { DetectionFeeds } from "./detection-batch.js";
import type { DetectionMaterial } from "./detection-material.js";
import type { SecondLookRecipe } from "./detection-recipe.js";
import { findDrawer } from "./draw-find.js";
import type { MinedFind } from "./mine-finds.js";

/** What draws a step's batch of crops: `crop` N×3×80×80 and `isFace` N×1. */
export function secondLookBatchDrawer(material: DetectionMaterial, finds: readonly MinedFind[], { seed, batch }: Pick<SecondLookRecipe, "seed" | "batch">): (step: number) => DetectionFeeds {
  const draw = findDrawer(material, finds);
  const side = SECOND_LOOK_SIDE;
  return (step) => {
    const random = createRandom(seed, "second looks", step);
    const crops = new Float32Array(batch * 3 * side * side);
    const isFace = new Float32Array(batch);
    for (let row = 0; row < batch; row += 1) {
      const drawn = draw(random);
      crops.set(networkPlanes(drawn.picture, scaling(1), side, side), row * 3 * side * side);
      isFace[row] = drawn.isFace ? 1 : 0;
    }
    return { crop: { shape: [batch, 3, side, side], data: crops }, isFace: { shape: [batch, 1], data: isFace } };
  };
}
