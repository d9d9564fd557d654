import { readFile } from "node:fs/promises";
import { presets } from "fmpn/networks";
import { EXPRESSIONS } from "../datasets/expression-labels.js";
import { type PriorUse, type Recipe, recipes, type StageRecipe } from "./recipe.js";

/**
 * A recipe by name or from a JSON file, with single values overridden.
 *
 * A file names what it changes and, as `base`, the recipe that gives the rest (by default `compact`).
 *
 * @param changes such as `jointStage.epochs=10` or `classes=["neutral","happiness"]`
 * @throws Error naming the setting that there is not, or whose value is of another kind
 */
export async function resolveRecipe(nameOrFile: string, changes: readonly string[] = []): Promise<Recipe> {
  return changeRecipe(isName(nameOrFile) ? recipes[nameOrFile] : await readRecipe(nameOrFile), changes);
}

/** The recipe with single values overridden, as in `resolveRecipe`. */
export function changeRecipe<R extends object>(recipe: R, changes: readonly string[]): R {
  for (const change of changes) {
    const [, place, text] = /^([\w.]+)=(.*)$/s.exec(change) ?? [];
    if (place === undefined || text === undefined) throw new Error(`${change}: a change of the recipe reads place=value, such as jointStage.epochs=10`);
    recipe = withSetting(recipe, place.split("."), parseValue(text), place) as R;
  }
  return recipe;
}

const isName = (name: string): name is keyof typeof recipes => Object.hasOwn(recipes, name);

async function readRecipe(file: string): Promise<Recipe> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new Error(`${file} is neither a recipe (${Object.keys(recipes).join(", ")}) nor a file that can be read`);
  });
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is no JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  if (typeof content !== "object" || content === null) throw new Error(`${file} holds no recipe: an object is wanted`);
  const { base = "compact", ...settings } = content as Record<string, unknown>;
  if (typeof base !== "string" || !isName(base)) throw new Error(`${file}: base is one of ${Object.keys(recipes).join(", ")}`);
  return completeRecipe(settings, base, file);
}

/**
 * A recipe of which only some settings are stated.
 *
 * @param what where they are stated, for errors
 * @throws Error naming the setting that there is not, or whose value is of another kind
 */
export function completeRecipe(settings: object, base: keyof typeof recipes, what: string): Recipe {
  return overlay(recipes[base], settings, what) as Recipe;
}

function overlay(base: object, settings: object, where: string): object {
  let result = base;
  for (const [name, value] of Object.entries(settings)) {
    const old = (base as Record<string, unknown>)[name];
    const nested = isObject(old) && isObject(value);
    result = withSetting(result, [name], nested ? overlay(old, value, `${where}: ${name}`) : value, `${where}: ${name}`);
  }
  return result;
}

function withSetting(recipe: object, [name = "", ...rest]: readonly string[], value: unknown, place: string): object {
  const entries = recipe as Record<string, unknown>;
  if (!Object.hasOwn(entries, name)) throw new Error(`${place}: the recipe has no such setting; there are ${Object.keys(entries).join(", ")}`);
  const old = entries[name];
  if (rest.length > 0) {
    if (!isObject(old)) throw new Error(`${place}: ${name} has no parts`);
    return { ...entries, [name]: withSetting(old, rest, value, place) };
  }
  if (typeof value !== typeof old || Array.isArray(value) !== Array.isArray(old) || Number.isNaN(value)) {
    throw new Error(`${place}: ${JSON.stringify(value)} is of another kind than ${JSON.stringify(old)}`);
  }
  const wrong = [value].flat().find((one) => choices[name] !== undefined && !choices[name].includes(one as string));
  if (wrong !== undefined) throw new Error(`${place}: ${JSON.stringify(wrong)} is none of ${choices[name]?.join(", ")}`);
  return { ...entries, [name]: value };
}

/** The words that a setting can be. */
const choices: Readonly<Record<string, readonly string[]>> = {
  preset: Object.keys(presets),
  prior: ["fmpn", "none", "masked", "pixels", "features"] satisfies PriorUse[],
  motion: ["class", "face"] satisfies Recipe["motion"][],
  classes: EXPRESSIONS,
  optimizer: ["adam", "adamw", "sgd", "rmsprop"] satisfies Recipe["optimizer"][],
  schedule: ["linear", "cosine", "step", "constant"] satisfies StageRecipe["schedule"][],
  classWeights: ["none", "balanced"],
  sampling: ["natural", "root", "balanced", "sets"] satisfies Recipe["sampling"][],
  crop: ["five-crop", "affine"],
};

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null && !Array.isArray(value);

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
