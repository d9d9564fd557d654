import { normalizeExpression } from "../datasets/expression-labels.js";

/** How another project's classifier wants its faces, as that project states it. */
export interface Preprocessing {
  /** Name of the graph's input; by default its only one. */
  readonly input?: string | undefined;
  /** Name of the graph's output with the answers; by default its first. */
  readonly output?: string | undefined;
  /** Side of the square face in pixels. */
  readonly size: number;
  readonly channels: "gray" | "rgb" | "bgr";
  readonly layout: "NCHW" | "NHWC";
  /** What 0 and 255 become: `[0, 1]`, `[-1, 1]`, `[0, 255]`. */
  readonly range: readonly [number, number];
  /** Taken off after `range`, one for each channel in the graph's order or one for all. */
  readonly mean: readonly number[];
  /** Divided by after `mean`. */
  readonly deviation: readonly number[];
  /** How the face is cut out: `alignFace` with this margin. */
  readonly margin: number;
  /** Names of the classes in the order of the output; spellings such as "happy" are understood. */
  readonly classes: readonly string[];
  readonly answers: "logits" | "probabilities";
}

const FIELDS = ["input", "output", "size", "channels", "layout", "range", "mean", "deviation", "margin", "classes", "answers"];

/**
 * Reads the statement of a classifier's pre-processing from JSON. `size`, `channels`, `layout`, `classes` and `answers` must be
 * there; `range` is [0, 1], `mean` 0, `deviation` 1 and `margin` 0 where they are not.
 *
 * @param what the file's name, for errors
 * @throws Error naming the field that is wrong
 */
export function parsePreprocessing(text: string, what: string): Preprocessing {
  const fail = (wanted: string): never => {
    throw new Error(`${what}: ${wanted}`);
  };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return fail(`it is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return fail("it must be an object");
  const fields = value as Record<string, unknown>;
  const surplus = Object.keys(fields).find((name) => !FIELDS.includes(name));
  if (surplus !== undefined) fail(`${surplus} is not known; the fields are ${FIELDS.join(", ")}`);

  const oneOf = <Choice extends string>(name: string, ...choices: readonly Choice[]): Choice => {
    const found = choices.find((choice) => choice === fields[name]);
    return found ?? fail(`${name} is ${JSON.stringify(fields[name]) ?? "missing"}; give ${choices.join(" or ")}`);
  };
  const numbers = (name: string, fallback: number[], lengths: readonly number[]): number[] => {
    const given = fields[name] ?? fallback;
    const list: unknown[] = Array.isArray(given) ? given : [given];
    if (!lengths.includes(list.length) || !list.every((entry) => typeof entry === "number" && Number.isFinite(entry))) {
      fail(`${name} is ${JSON.stringify(given)}; give ${lengths.join(" or ")} numbers`);
    }
    return list as number[];
  };
  const name = (field: string): { readonly [name: string]: string } => {
    if (fields[field] === undefined) return {};
    return typeof fields[field] === "string" ? { [field]: fields[field] } : fail(`${field} must be a name`);
  };

  const channels = oneOf("channels", "gray", "rgb", "bgr");
  const perChannel = channels === "gray" ? [1] : [1, 3];
  const { size, classes } = fields;
  if (typeof size !== "number" || !Number.isInteger(size) || size < 1 || size > 2048) return fail("size must be a whole number of pixels up to 2048");
  if (!Array.isArray(classes) || classes.length < 2 || !classes.every((entry) => typeof entry === "string")) {
    return fail("classes must be a list of at least two names, in the order of the output");
  }
  const named = classes.map((entry: string) => normalizeExpression(entry) ?? entry);
  const twice = named.findIndex((name, at) => named.indexOf(name) < at);
  if (twice >= 0) {
    const [one, other] = [classes[named.indexOf(named[twice])], classes[twice]] as string[];
    fail(`classes names ${one === other ? `${one} twice` : `${one} and ${other}, which are one class`}; name each output once`);
  }
  const [low, high] = numbers("range", [0, 1], [2]);
  const deviation = numbers("deviation", [1], perChannel);
  if (deviation.some((entry) => entry === 0)) fail("deviation must not be 0");
  const [margin = 0] = numbers("margin", [0], [1]);
  if (margin <= -0.2 || margin > 10) fail(`margin is ${margin}; give what the crop has beyond the tight one as a part of its side, above -0.2 and up to 10`);
  return {
    ...name("input"),
    ...name("output"),
    size,
    channels,
    layout: oneOf("layout", "NCHW", "NHWC"),
    range: [low, high],
    mean: numbers("mean", [0], perChannel),
    deviation,
    margin,
    classes: named,
    answers: oneOf("answers", "logits", "probabilities"),
  };
}
