import { backboneNames } from "../networks/backbones/names.js";
import type { FmpnSettings } from "../networks/fmpn.js";

type Rule = (value: unknown) => boolean;
type Rules = { readonly [name: string]: Rule | Rules };

const whole = (least: number): Rule => (value) => typeof value === "number" && Number.isInteger(value) && value >= least;
const rate: Rule = (value) => typeof value === "number" && value >= 0 && value < 1;
const oneOf = (...names: readonly string[]): Rule => (value) => typeof value === "string" && names.includes(value);
const flag: Rule = (value) => typeof value === "boolean";

const rules: Rules = {
  size: whole(1),
  maskGenerator: { width: whole(1), blocks: whole(0), norm: oneOf("batch", "instance", "none"), dropout: rate, reduction: whole(1) },
  priorFusion: { width: whole(1), stride: whole(1), face: flag, blocks: whole(0), output: oneOf("image", "features", "residual") },
  classificationNet: { backbone: oneOf(...backboneNames), dropout: rate },
  mask: { onPixels: flag, onFeatures: flag },
  initialization: {
    scheme: oneOf("normal", "xavier", "kaiming", "orthogonal"),
    gain: (value) => typeof value === "number" && value >= 0,
  },
};

/**
 * Checks that JSON read from a file is a network's settings.
 *
 * @param fail throws, naming what is wrong
 */
export function parseSettings(value: unknown, fail: (wanted: string) => never): FmpnSettings {
  const check = (part: unknown, wanted: Rules, path: string): void => {
    if (typeof part !== "object" || part === null) fail(`${path === "" ? "it" : path} is not an object`);
    const entries = part as Record<string, unknown>;
    for (const [name, rule] of Object.entries(wanted)) {
      const where = path === "" ? name : `${path}.${name}`;
      if (typeof rule !== "function") check(entries[name], rule, where);
      else if (!rule(entries[name])) fail(`${where} is ${JSON.stringify(entries[name]) ?? "missing"}`);
    }
    const surplus = Object.keys(entries).find((name) => !Object.hasOwn(wanted, name));
    if (surplus !== undefined) fail(`${path === "" ? "" : `${path}.`}${surplus} is not known`);
  };
  check(value, rules, "");
  return value as FmpnSettings;
}
