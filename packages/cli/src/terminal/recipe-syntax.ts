import { recipes } from "@fmpn/lab";

/** How the commands' help texts call a recipe. */
export const recipeSyntax = `${Object.keys(recipes).join(", ")}, or a JSON file of settings`;

/** The changes of a recipe that `--set` and `--from` make: to go on from weights is to start from them. Undefined where there are none. */
export function settingsOf({ set, from }: { readonly set?: readonly string[] | undefined; readonly from?: string | undefined }): string[] | undefined {
  if (set === undefined && from === undefined) return undefined;
  return [...(set ?? []), ...(from === undefined ? [] : [`start=${JSON.stringify(from)}`])];
}
