import path from "node:path";

/** File systems take names of 255 bytes (Linux) or 255 letters (macOS, Windows). */
const LONGEST = 255;

/**
 * The name of a file that is written for a picture: `photo.jpg` with the ending `-annotated.png` becomes
 * `photo-annotated.png`; another folder's picture of the same name gets a number. Letters, marks and digits of every script are
 * kept, other signs become `_`; a name that would be too long is cut between two letters.
 *
 * @param picture a path or an address, of which the path counts
 * @param taken which picture each name belongs to, as names are compared; the new one is added
 */
export function uniqueName(picture: string, ending: string, taken: Map<string, string>): string {
  const file = path.basename(/^https?:/i.test(picture) ? addressPath(picture) : picture);
  const base = path.parse(file).name.normalize("NFC").replaceAll(/[^\p{L}\p{M}\p{N}\p{Join_Control}._ -]+/gu, "_") || "picture";
  for (let number = 1; ; number++) {
    const tail = `${number > 1 ? `-${number}` : ""}${ending}`;
    const name = `${cut(base, LONGEST - Buffer.byteLength(tail))}${tail}`;
    const owner = taken.get(nameKey(name));
    if (owner !== undefined && owner !== picture) continue;
    taken.set(nameKey(name), picture);
    return name;
  }
}

/** How names are compared: some systems tell no cases apart, and none two ways to compose a letter. */
export function nameKey(name: string): string {
  return name.normalize("NFC").toLowerCase();
}

function addressPath(address: string): string {
  const { pathname } = new URL(address);
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}

/** The beginning of a text in at most so many bytes, not in the middle of a letter and its marks. */
function cut(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  let [kept, left] = ["", bytes];
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    left -= Buffer.byteLength(segment);
    if (left < 0) break;
    kept += segment;
  }
  return kept;
}
