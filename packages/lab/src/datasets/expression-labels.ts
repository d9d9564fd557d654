/** The expressions that data sets are labelled with, in the order that tables and class numbers follow. */
export const EXPRESSIONS = [
  "neutral",
  "anger",
  "contempt",
  "disgust",
  "fear",
  "happiness",
  "sadness",
  "surprise",
] as const;

/** One of the eight expression labels. */
export type Expression = (typeof EXPRESSIONS)[number];

/** The words, stems and abbreviations that data sets use for each expression; all that normalisation knows. */
const SPELLINGS: Readonly<Record<Expression, readonly string[]>> = {
  neutral: ["neutral", "neutrality", "normal", "ne", "neu", "calm", "none-expressed"],
  anger: ["anger", "angry", "an", "ang"],
  contempt: ["contempt", "contemptuous", "co", "con"],
  disgust: ["disgust", "disgusted", "di", "dis"],
  fear: ["fear", "fearful", "afraid", "scared", "fe", "fea"],
  happiness: ["happiness", "happy", "joy", "smile", "smiling", "ha", "hap"],
  sadness: ["sadness", "sad", "sa"],
  surprise: ["surprise", "surprised", "su", "sur"],
};

const BY_SPELLING = new Map<string, Expression>(
  EXPRESSIONS.flatMap((expression) => SPELLINGS[expression].map((word) => [word, expression] as const)),
);

/** The class among a model's own that a person's word means: as it is written, in letters of another case, or in another spelling ("happy" for "happiness"). */
export function findClass<Name extends string>(word: string, classes: readonly Name[]): Name | undefined {
  const [said, expression] = [word.trim().toLowerCase(), normalizeExpression(word)];
  return classes.find((name) => name === word) ?? classes.find((name) => name.toLowerCase() === said) ?? classes.find((name) => expression !== undefined && normalizeExpression(name) === expression);
}

/**
 * The expression that a data set's own word stands for ("Happy" → "happiness"), regardless of case and surrounding
 * space; undefined when the table does not know it.
 */
export function normalizeExpression(word: string): Expression | undefined {
  return BY_SPELLING.get(word.trim().toLowerCase());
}
