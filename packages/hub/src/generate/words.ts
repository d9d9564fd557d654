import type { RandomStream } from "./random-stream.js";

/** The commonest words of titles and abstracts, so that searches for them have many hits. */
const COMMON = "the of and a for in to with on by learning we network neural deep model data image from using is this based method propose show that results approach detection recognition via language representation features training segmentation graph attention transformer classification multi visual adversarial generation self domain semantic efficient robust video unsupervised object large performance tasks".split(" ");
const SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo za bri cla dro fle gra plu sta tre".split(" ");

/** How many words there are. */
const WORDS = 120_000;

/** The word of a rank in the vocabulary. */
export function vocabulary(rank: number): string {
  const common = COMMON[rank];
  if (common !== undefined) return common;
  let word = "";
  for (let left = rank; left > 0; left = Math.floor(left / SYLLABLES.length)) word += SYLLABLES[left % SYLLABLES.length] ?? "";
  return word;
}

export function words(random: RandomStream, count: number): string[] {
  return Array.from({ length: count }, () => vocabulary(random.zipf(WORDS)));
}
