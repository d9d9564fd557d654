import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { recipes } from "#src/plans/recipe.js";
import { resolveRecipe } from "#src/plans/resolve-recipe.js";

test("settings are overridden by name", async () => {
  const recipe = await resolveRecipe("compact", ["jointStage.epochs=7", "classes=[\"neutral\",\"anger\"]", "prior=none", "augmentation.flip=false"]);
  assert.deepEqual(recipe, {
    ...recipes.compact,
    jointStage: { ...recipes.compact.jointStage, epochs: 7 },
    classes: ["neutral", "anger"],
    prior: "none",
    augmentation: { ...recipes.compact.augmentation, flip: false },
  });
});

test("what is no setting, or of another kind, is named", async () => {
  await assert.rejects(resolveRecipe("compact", ["epochs=7"]), /epochs: the recipe has no such setting; there are preset/);
  await assert.rejects(resolveRecipe("compact", ["batch=many"]), /batch: "many" is of another kind than 64/);
  await assert.rejects(resolveRecipe("compact", ["batch"]), /place=value/);
  await assert.rejects(resolveRecipe("compact", ["prior=nothing"]), /prior: "nothing" is none of fmpn, none, masked, pixels, features/);
  await assert.rejects(resolveRecipe("nowhere"), /neither a recipe \(paper, compact, small, finetune, synthetic\) nor a file/);
});

test("a file changes what it names of its base", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-recipe-"));
  try {
    const file = path.join(folder, "mine.json");
    await writeFile(file, JSON.stringify({ base: "paper", batch: 4, maskStage: { epochs: 1 } }));
    assert.deepEqual(await resolveRecipe(file), { ...recipes.paper, batch: 4, maskStage: { ...recipes.paper.maskStage, epochs: 1 } });
    await writeFile(file, JSON.stringify({ maskStage: { length: 1 } }));
    await assert.rejects(resolveRecipe(file), /mine\.json: maskStage: length: the recipe has no such setting/);
    await writeFile(file, "{");
    await assert.rejects(resolveRecipe(file), /mine\.json is no JSON/);
  } finally {
    await rm(folder, { recursive: true });
  }
});
