/** What the archive's areas are called elsewhere, in lower case: one area, whichever name a list gives it. */
const OTHER_NAMES: Readonly<Record<string, string>> = { nlp: "Natural Language Processing" };

/** The name of the area that a task's category means. The category itself stays as it came, for what is written out again. */
export function areaName(category: string): string {
  return OTHER_NAMES[category.toLowerCase()] ?? category;
}
