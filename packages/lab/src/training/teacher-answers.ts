import { createHash } from "node:crypto";
import { appendFile, mkdir } from "node:fs/promises";
import path from "node:path";
import type { FaceClassifier } from "../evaluation/face-classifier.js";
import { cacheFolder, limitCache, readCached } from "../files/cache.js";
import { writeWhole } from "../files/write-whole.js";

/** Bytes that name a face: the first of the SHA-256 of what the teacher is shown. */
const KEY = 8;
/** Answers between two additions to the file: so many are asked for again after a process that was killed. */
const SAVE_EVERY = 500;

/** A model's answers, kept from run to run: asking it takes longer than an epoch. */
export interface KeptAnswers {
  /** The answer for a face as it is shown to the model, such as a teacher's probabilities. */
  of(shown: Uint8ClampedArray, ask: () => Promise<ArrayLike<number>>): Promise<ArrayLike<number>>;
  /** Writes what was added. */
  save(): Promise<void>;
}

/**
 * Opens the file of a teacher's answers: records of a face's key and one float32 a class, added to at the end, so that what was
 * asked is there after an interruption. It is named by the model, its pre-processing and how it is shown faces.
 *
 * @param cache the folder; `false` keeps nothing
 */
export async function openTeacherAnswers({ model, classes, size, margin }: FaceClassifier, cache?: string | false): Promise<KeptAnswers> {
  return await openKeptAnswers(["answers", model.hash, model.preprocessing ?? "own", size, margin].join("-"), classes.length, cache);
}

/**
 * The same of whatever a model is asked about a face.
 *
 * @param name the file's, without its ending
 * @param length values of an answer
 */
export async function openKeptAnswers(name: string, length: number, cache: string | false = cacheFolder()): Promise<KeptAnswers> {
  if (cache === false) return { of: async (_, ask) => await ask(), save: async () => {} };
  const record = KEY + 4 * length;
  const file = path.join(cache, `${name}.bin`);
  const stored = (await readCached(file)) ?? Buffer.alloc(0);
  const whole = stored.subarray(0, stored.length - (stored.length % record));
  // What a killed process left half written would shift all that is added behind it.
  if (whole.length < stored.length) await writeWhole(file, whole);
  const known = new Map<string, Float32Array>();
  for (let at = 0; at < whole.length; at += record) {
    const values = Float32Array.from({ length }, (_, k) => whole.readFloatLE(at + KEY + 4 * k));
    known.set(whole.toString("latin1", at, at + KEY), values);
  }
  let added: Buffer[] = [];
  const save = async (): Promise<void> => {
    if (added.length === 0) return;
    const bytes = Buffer.concat(added);
    added = [];
    await mkdir(cache, { recursive: true });
    await appendFile(file, bytes);
    await limitCache(cache, file);
  };
  return {
    async of(shown, ask) {
      const key = createHash("sha256").update(shown).digest().subarray(0, KEY);
      const before = known.get(key.toString("latin1"));
      if (before !== undefined) return before;
      const answer = Float32Array.from(await ask());
      known.set(key.toString("latin1"), answer);
      const values = Buffer.alloc(4 * length);
      answer.forEach((value, k) => values.writeFloatLE(value, 4 * k));
      added.push(key, values);
      if (added.length >= 2 * SAVE_EVERY) await save();
      return answer;
    },
    save,
  };
}
