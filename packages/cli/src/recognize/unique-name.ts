import path from "node:path";

/**
 * The name of a file that is written for a picture: `photo.jpg` with the ending `-annotated.png` becomes
 * `photo-annotated.png`; another folder's picture of the same name gets a number.
 *
 * @param taken which picture each name belongs to, in lower case; the new one is added
 */
export function uniqueName(picture: string, ending: string, taken: Map<string, string>): string {
  const base = path.basename(/^https?:/i.test(picture) ? new URL(picture).pathname : picture, path.extname(picture)).replaceAll(/[^\p{L}\p{N}._ -]+/gu, "_") || "picture";
  for (let number = 1; ; number++) {
    const name = `${base}${number > 1 ? `-${number}` : ""}${ending}`;
    const owner = taken.get(name.toLowerCase());
    if (owner !== undefined && owner !== picture) continue;
    taken.set(name.toLowerCase(), picture);
    return name;
  }
}
