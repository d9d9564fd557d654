/**
 * What both looks make together: the probability that a find is a face, as counted on photographs that neither network has
 * learned from (docs/faces.md): a logistic regression on both logits.
 *
 * @param first score of the look that found it, in (0, 1)
 * @param second logit of the look from near
 * @param leaning whether it was found only by turning the picture: such finds are faces so much more seldom, by a guess
 */
export function faceScore(first: number, second: number, leaning = false): number {
  return 1 / (1 + Math.exp(-(OFFSET + FIRST * Math.log(first / (1 - first)) + SECOND * second - (leaning ? LEANING : 0))));
}

const OFFSET = -3.15;
const FIRST = 1.9;
const SECOND = 1.11;
const LEANING = 1.6;
