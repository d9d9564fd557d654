import { recipes } from "@fmpn/lab";

/** How the commands' help texts call a recipe. */
export const recipeSyntax = `${Object.keys(recipes).join(", ")}, or a JSON file of settings`;

/** The changes of a recipe that `--set` and `--from` make: to go on from weights is to start from them. */
export function withStart({ set = [], from }: { readonly set?: readonly string[]; readonly from?: string }): readonly string[] {
  return from === undefined ? set : [...set, `start=${JSON.stringify(from)}`];
}
