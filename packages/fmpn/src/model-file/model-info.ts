import { EYE_X, EYE_Y } from "../faces/align.js";
import type { FmpnSettings } from "../networks/fmpn.js";
import { parseSettings } from "./parse-settings.js";

/** All that a recogniser needs to know of a model besides its graph. */
export interface ModelInfo {
  /** The preset that the network was built from, `paper`, `compact` or `small`, or a name of its own. */
  readonly preset: string;
  /** The expressions in the order of the logits. */
  readonly classes: readonly string[];
  /** Side of the crop in pixels. */
  readonly size: number;
  /** How the face is cut out: `alignFace` with this margin. */
  readonly crop: { readonly margin: number };
  /** What pixels are turned into: `unit` is value/255, in [0, 1], without mean or deviation. */
  readonly normalization: "unit";
  /** Model card in Markdown: data, licence, accuracy, limits. */
  readonly card: string;
  /** What may be done with the weights, in a line: an SPDX expression, or words; undefined where the file does not tell. */
  readonly license?: string | undefined;
  /** The network's settings, where the file tells them. */
  readonly settings?: FmpnSettings | undefined;
}

/** Version of the metadata; a reader refuses a later one. */
export const MODEL_VERSION = 1;

/** Raised for a file that is not a model of this project, or one whose parts contradict each other. */
export class ModelFileError extends Error {
  override readonly name = "ModelFileError";
}

/** The metadata of the ONNX file. */
export function writeInfo(info: ModelInfo): Record<string, string> {
  const metadata = {
    "fmpn.version": String(MODEL_VERSION),
    "fmpn.preset": info.preset,
    "fmpn.classes": JSON.stringify(info.classes),
    "fmpn.size": String(info.size),
    "fmpn.crop": JSON.stringify({ eyeX: EYE_X, eyeY: EYE_Y, margin: info.crop.margin }),
    "fmpn.normalization": info.normalization,
    "fmpn.card": info.card,
    ...(info.license === undefined ? {} : { "fmpn.license": info.license }),
    ...(info.settings === undefined ? {} : { "fmpn.settings": JSON.stringify(info.settings) }),
  };
  readInfo(metadata, "the model to write");
  return metadata;
}

/**
 * @param metadata of an ONNX file
 * @param what the file's name, for errors
 * @throws ModelFileError naming the entry that is missing or wrong
 */
export function readInfo(metadata: Readonly<Record<string, string>>, what: string): ModelInfo {
  const entry = (name: string): string => {
    const value = metadata[`fmpn.${name}`];
    if (value === undefined) throw new ModelFileError(`${what}: the metadata has no fmpn.${name}; this is no model file of fmpn.`);
    return value;
  };
  const fault = (name: string, wanted: string): never => {
    throw new ModelFileError(`${what}: fmpn.${name} is ${entry(name).slice(0, 200)}; ${wanted}.`);
  };
  const json = (name: string): unknown => {
    try {
      return JSON.parse(entry(name)) as unknown;
    } catch {
      return fault(name, "it is not JSON");
    }
  };

  const version = Number(entry("version"));
  if (version !== MODEL_VERSION) fault("version", `read is ${MODEL_VERSION}`);
  const classes = json("classes");
  if (!isClassList(classes)) return fault("classes", "wanted are two or more different names");
  const size = Number(entry("size"));
  if (!Number.isInteger(size) || size < 1 || size > 4096) fault("size", "wanted is a number of pixels");
  const normalization = entry("normalization");
  if (normalization !== "unit") return fault("normalization", 'read is "unit"');
  const settings = metadata["fmpn.settings"] === undefined ? undefined : parseSettings(json("settings"), (wanted) => fault("settings", wanted));
  if (settings !== undefined && settings.size !== size) fault("size", `the settings have ${settings.size}`);
  return {
    preset: entry("preset"),
    classes,
    size,
    crop: { margin: cropMargin(json("crop")) ?? fault("crop", `wanted are eyes at (${EYE_X}, ${EYE_Y}) and a margin between -0.2 and 10`) },
    normalization,
    card: entry("card"),
    ...(metadata["fmpn.license"] === undefined ? {} : { license: metadata["fmpn.license"] }),
    ...(settings === undefined ? {} : { settings }),
  };
}

function isClassList(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 1 && value.every((name) => typeof name === "string" && name !== "") && new Set(value).size === value.length;
}

/** The margin, if the eyes lie where `alignFace` puts them. */
function cropMargin(value: unknown): number | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { eyeX, eyeY, margin } = value as Record<string, unknown>;
  const near = (a: unknown, b: number): boolean => typeof a === "number" && Math.abs(a - b) < 1e-6;
  return near(eyeX, EYE_X) && near(eyeY, EYE_Y) && typeof margin === "number" && margin > -0.2 && margin <= 10 ? margin : undefined;
}
