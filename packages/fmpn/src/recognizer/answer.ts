import type { Provider } from "@fmpn/graph/inference";
import type { Picture } from "../images/picture.js";

/**
 * What the network says of one face.
 *
 * @typeParam Name of a class: {@link Expression} for the bundled model
 */
export interface Answer<Name extends string = string> {
  /** The most probable of the classes asked for. */
  readonly expression: Name;
  /** By class name, in the order of the model's classes; they add up to 1. */
  readonly probabilities: Readonly<Record<Name, number>>;
  /**
   * The motion mask: where the network sees that the face has moved from its neutral form; dark where nothing has. Size × size
   * values of the crop in (0, 1), row by row from the top.
   */
  readonly mask: Float32Array;
  /** What the classifier was given: face and masked face fused into one picture. Undefined where the network fuses nothing in, as the bundled one. */
  readonly fused?: Picture | undefined;
  /** The network's output before the softmax, one value for each of the model's classes, whichever were asked for. */
  readonly logits: Float32Array;
  /** What the network ran on. */
  readonly provider: Provider;
}

/** The probabilities that logits stand for: they add up to 1, and no exponential overflows. */
export function softmax(logits: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(logits);
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = values.map((logit) => Math.exp(logit - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** @throws TypeError for what is no list; RangeError for no class and for one that the model does not have */
export function checkClasses(asked: readonly string[], classes: readonly string[]): void {
  if (!Array.isArray(asked)) throw new TypeError(`classes is a list of the model's classes, not ${String(asked)}.`);
  const surplus = asked.find((name) => !classes.includes(name));
  if (surplus !== undefined) throw new RangeError(`The model has no class "${surplus}"; it has ${classes.join(", ")}.`);
  if (asked.length === 0) throw new RangeError(`No class is asked for; the model has ${classes.join(", ")}.`);
}

/**
 * Names the expression, among some of the classes only: their probabilities then add up to 1.
 *
 * @param shares one for each class, as many as `classes`
 */
export function nameExpression(shares: ArrayLike<number>, classes: readonly string[], among: readonly string[]): Pick<Answer, "expression" | "probabilities"> {
  const chosen = classes.flatMap((name, index) => (among.includes(name) ? [{ name, share: shares[index] ?? 0 }] : []));
  const sum = chosen.reduce((total, { share }) => total + share, 0);
  const best = chosen.reduce((a, b) => (b.share > a.share ? b : a));
  return { expression: best.name, probabilities: Object.fromEntries(chosen.map(({ name, share }) => [name, share / sum])) };
}
