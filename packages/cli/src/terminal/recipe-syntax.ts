import { recipes } from "@fmpn/lab";

/** How the commands' help texts call a recipe. */
export const recipeSyntax = `${Object.keys(recipes).join(", ")}, or a JSON file of settings`;
