/** What else is known of a find. */
export interface FindCircumstances {
  /** It was found only by turning the picture: such finds are faces so much more seldom, by a guess. */
  readonly leaning?: boolean | undefined;
  /** A face of about its size is surely in the picture: faces seldom come alone, and in pictures without people none is. */
  readonly beside?: boolean | undefined;
  /** It fills a small picture in which nothing else was found: where there is nothing around a face, the second look doubts it. */
  readonly filling?: boolean | undefined;
}

/**
 * What both looks make together: the probability that a find is a face, as counted on photographs that the second look has not
 * learned from (docs/faces.md): a logistic regression on both logits and on whether there are other faces, straightened on what
 * the whole search brings out.
 *
 * @param first score of the look that found it, in (0, 1)
 * @param second logit of the look from near; without one, what it says in the mean of finds that the first is sure of
 */
export function faceScore(first: number, second = SURE_SECOND, { leaning = false, beside = false, filling = false }: FindCircumstances = {}): number {
  const known = (beside ? BESIDE : 0) - (leaning ? LEANING : 0) + (filling ? FILLING : 0);
  return 1 / (1 + Math.exp(-(OFFSET + FIRST * Math.log(first / (1 - first)) + SECOND * second + known)));
}

const OFFSET = -4.8;
const FIRST = 2.64;
const SECOND = 1.05;
const BESIDE = 1.89;
const LEANING = 1.95;
const FILLING = 3;
const SURE_SECOND = 4.7;
