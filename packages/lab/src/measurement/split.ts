import { z } from "zod";
import { sha256OfLines } from "./sha256.js";

const hash = z.string().regex(/^[0-9a-f]{64}$/, { error: "64 hex digits of SHA-256 are wanted" });

/** How the faces of a split are drawn, where they are drawn and not kept: whoever draws them has the same. */
export const drawnSplitSchema = z.object({
  generator: z.literal("fmpn-synthetic-1"),
  /** Names the series of people. A secret one makes a test set that nobody can train on. */
  seed: z.int().min(0),
  /** Index of the first face. */
  first: z.int().min(0),
  /** Side of the pictures. */
  size: z.int().min(16).max(1024),
});

export type DrawnSplit = z.infer<typeof drawnSplitSchema>;

/** What a model was measured on, pinned by what the faces are and by what they look like. */
export const splitSchema = z.object({
  name: z.string(),
  /** SHA-256 of the sorted lines `file TAB label TAB subject TAB fold TAB box`. */
  manifest_sha256: hash,
  /** SHA-256 of the sorted lines `file TAB SHA-256 of the picture`: of the file, or of pixels that no file holds. */
  content_sha256: hash,
  images: z.int().min(1),
  /** Undefined where people are not told apart. */
  subjects: z.int().optional(),
  classes: z.array(z.string()).min(1),
  drawn: drawnSplitSchema.optional(),
});

export type Split = z.infer<typeof splitSchema>;

/** A picture of a split, as far as its hashes rest on it. */
export interface SplitPicture {
  readonly file: string;
  readonly label: string;
  readonly subject?: string | undefined;
  readonly fold?: string | undefined;
  /** `x y width height` of the face that is meant. */
  readonly box?: string | undefined;
  /** Of its content. */
  readonly sha256: string;
}

/** Pins a split. The order of its pictures doesn't count. @throws Error where there are none */
export async function pinSplit(name: string, pictures: readonly SplitPicture[], drawn?: DrawnSplit): Promise<Split> {
  if (pictures.length === 0) throw new Error(`${name} has no pictures to measure on`);
  const subjects = new Set(pictures.map(({ subject }) => subject));
  return {
    name,
    manifest_sha256: await sha256OfLines(pictures.map(({ file, label, subject = "", fold = "", box = "" }) => [file, label, subject, fold, box].join("\t"))),
    content_sha256: await sha256OfLines(new Set(pictures.map((picture) => `${picture.file}\t${picture.sha256}`))),
    images: pictures.length,
    ...(subjects.has(undefined) ? {} : { subjects: subjects.size }),
    classes: [...new Set(pictures.map(({ label }) => label))].sort(),
    ...(drawn ? { drawn } : {}),
  };
}
