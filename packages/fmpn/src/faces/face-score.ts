/** What else is known of a find. */
export interface FindCircumstances {
  /** It was found only by turning the picture: such finds are faces so much more seldom, by a guess. */
  readonly leaning?: boolean | undefined;
  /** A face of about its size is surely in the picture: faces seldom come alone, and in pictures without people none is. */
  readonly beside?: boolean | undefined;
}

/**
 * What both looks make together: the probability that a find is a face, as counted on photographs that the second look has not
 * learned from (docs/faces.md): a logistic regression on both logits and on whether there are other faces.
 *
 * @param first score of the look that found it, in (0, 1)
 * @param second logit of the look from near; without one, what it says in the mean of finds that the first is sure of
 */
export function faceScore(first: number, second = SURE_SECOND, { leaning = false, beside = false }: FindCircumstances = {}): number {
  return 1 / (1 + Math.exp(-(OFFSET + FIRST * Math.log(first / (1 - first)) + SECOND * second + (beside ? BESIDE : 0) - (leaning ? LEANING : 0))));
}

const OFFSET = -2.94;
const FIRST = 2.16;
const SECOND = 0.86;
const BESIDE = 1.55;
const LEANING = 1.6;
const SURE_SECOND = 4.7;
