import path from "node:path";
import type { TrainingPlan } from "@fmpn/lab";

/** What the form of a new run holds, as a browser sends it. */
export type RunForm = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A name that makes one folder below the runs. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}._ -]{0,80}$/u;

/** One value of a form's field; empty where it was not filled in. */
export function fieldOf(form: RunForm, name: string): string {
  const value = form[name];
  return (typeof value === "string" ? value : (value?.[0] ?? "")).trim();
}

/**
 * The plan that a form means, the same that the command line would make.
 *
 * @param folders the data sets that the studio was given: no others are read
 * @throws Error naming the field that is wrong
 */
export function planOf(form: RunForm, runs: string, folders: readonly string[]): TrainingPlan {
  const name = fieldOf(form, "name");
  if (!NAME.test(name)) throw new Error("Name: letters, digits, dots, dashes, at most 81: it becomes a folder.");
  const chosen = [form["data"] ?? []].flat();
  const unknown = chosen.find((folder) => !folders.includes(folder));
  if (unknown !== undefined) throw new Error(`Data: ${unknown} is none of the folders that the studio was given (--data).`);
  const part = fieldOf(form, "part");
  if (part !== "" && !/^[\w ]+=.+$/.test(part)) throw new Error("Part: a column and its value, as split=train.");
  const synthetic = fieldOf(form, "source") === "synthetic";
  const settings = fieldOf(form, "settings").split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== "");
  const wrong = settings.find((line) => !/^[\w.]+=/.test(line));
  if (wrong !== undefined) throw new Error(`Changes: "${wrong}" is not of the form setting=value.`);
  return {
    out: path.join(runs, name),
    recipe: fieldOf(form, "recipe") || undefined,
    settings: settings.length > 0 ? settings : undefined,
    threads: whole(form, "threads", "Threads"),
    ...(synthetic
      ? { synthetic: whole(form, "synthetic", "Synthetic faces") ?? 12_000 }
      : { data: chosen.map((folder) => (part === "" ? folder : `${folder}@${part}`)), masks: masksOf(form, folders), holdOut: share(form) }),
  };
}

function masksOf(form: RunForm, folders: readonly string[]): string | undefined {
  const masks = fieldOf(form, "masks");
  if (masks !== "" && !folders.includes(masks)) throw new Error(`Masks: ${masks} is none of the folders that the studio was given (--data).`);
  return masks || undefined;
}

function whole(form: RunForm, name: string, label: string): number | undefined {
  const text = fieldOf(form, name);
  if (text === "") return undefined;
  if (!/^\d+$/.test(text)) throw new Error(`${label}: a whole number, not "${text}".`);
  return Number(text);
}

function share(form: RunForm): number | undefined {
  const text = fieldOf(form, "holdOut");
  if (text === "") return undefined;
  if (!(Number(text) > 0 && Number(text) < 1)) throw new Error(`Held out: a share between 0 and 1, as 0.2, not "${text}".`);
  return Number(text);
}

/** The command that carries out the same plan in a terminal. */
export function commandOf({ out, recipe, settings = [], data = [], synthetic, masks, holdOut, threads, resume }: TrainingPlan): string {
  const words = [
    "npx", "fmpn", "train", ...data,
    ...(synthetic === undefined ? [] : ["--synthetic", String(synthetic)]),
    ...(recipe === undefined ? [] : ["--recipe", recipe]),
    ...settings.flatMap((setting) => ["--set", setting]),
    ...(masks === undefined ? [] : ["--masks", masks]),
    ...(holdOut === undefined ? [] : ["--hold-out", String(holdOut)]),
    ...(threads === undefined ? [] : ["--threads", String(threads)]),
    ...(resume === true ? ["--resume"] : []),
    "--out", out,
  ];
  return words.map((word) => (/^[\w./@=:,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(" ");
}
