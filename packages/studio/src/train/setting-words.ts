import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import type { Recipe } from "@fmpn/lab";

/** A setting of a recipe, with what its docstring says. */
export interface SettingWords {
  /** As an override names it: `jointStage.epochs`. */
  readonly name: string;
  readonly value: string;
  readonly words: string;
}

/** All settings of a recipe with their explanations: the docstrings of the lab's `Recipe`, read from its types. */
export async function settingWords(recipe: Recipe): Promise<SettingWords[]> {
  const lab = path.dirname(createRequire(import.meta.url).resolve("@fmpn/lab/package.json"));
  const types = await readFile(path.join(lab, "dist/plans/recipe.d.ts"), "utf8");
  const docs = { Recipe: docsOf(types, "Recipe"), StageRecipe: docsOf(types, "StageRecipe"), Augmentation: docsOf(types, "Augmentation") };
  const inner = (name: string): ReadonlyMap<string, string> => (name === "augmentation" ? docs.Augmentation : docs.StageRecipe);
  return Object.entries(recipe).flatMap(([name, value]): SettingWords[] => {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      const own = docs.Recipe.get(name) ?? "";
      return Object.entries(value as Record<string, unknown>).map(([part, each]) => ({ name: `${name}.${part}`, value: JSON.stringify(each), words: inner(name).get(part) || own }));
    }
    return [{ name, value: JSON.stringify(value), words: docs.Recipe.get(name) ?? "" }];
  });
}

/** The docstrings of an interface's members; empty where one has none. */
function docsOf(types: string, name: string): ReadonlyMap<string, string> {
  const body = new RegExp(`interface ${name} \\{([^]*?)\\n\\}`).exec(types)?.[1] ?? "";
  return new Map([...body.matchAll(/(?:\/\*\*([^]*?)\*\/\s*)?readonly (\w+)\??:/g)].map(([, doc = "", member = ""]) => [member, doc.replaceAll(/\s*\n\s*\* ?/g, " ").trim()]));
}
