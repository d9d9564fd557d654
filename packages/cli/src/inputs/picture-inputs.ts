import { stat } from "node:fs/promises";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { endingsText, findPictures, type FoundPictures, isPictureName, realPath, systemReason, type Unread } from "@fmpn/lab/files";
import { decodeImage, type Picture } from "fmpn/pictures";
import { expandPattern, isPattern } from "./glob.js";

/** A picture that was asked for. */
export interface PictureInput {
  /** What the answer calls it: its path, its address, or `stdin`. */
  readonly name: string;
  /** The file that was asked for by its own name, which may be a video. */
  readonly file?: string | undefined;
  /** @throws Error whose message begins with the name */
  read(): Promise<Picture>;
}

/** What the command itself writes, so that a second call does not take it for a question. */
export interface OwnFiles {
  readonly folder: string;
  /** How the names of its files end, where they can be told by that. */
  readonly ending?: string | undefined;
}

/** Pictures that are asked for, and what lay beside them. */
export interface PictureInputs {
  readonly inputs: readonly PictureInput[];
  /** Files in the folders that are no pictures by their names, in words for people; empty where there are none. */
  readonly leftOut: readonly string[];
}

/**
 * The pictures that a command's words name, each once: files, folders (with all folders in them), patterns that the shell
 * left as they are, `-` for standard input, and `http(s)://` addresses. What cannot be read, folders too, is found out when it
 * is read, so that the rest is answered.
 *
 * @param own left out of folders and patterns
 * @throws Error where a folder or a pattern holds no picture
 */
export async function pictureInputs(words: readonly string[], own?: OwnFiles): Promise<PictureInputs> {
  const found = await Promise.all(words.map(async (word) => await inputsOf(word, own)));
  const inputs = found.flatMap((one) => one.inputs);
  return { inputs: [...new Map(inputs.map((input) => [input.name, input])).values()], leftOut: [...new Set(found.flatMap((one) => one.leftOut))] };
}

async function inputsOf(word: string, own: OwnFiles | undefined): Promise<PictureInputs> {
  if (word === "-") return { inputs: [{ name: "stdin", read: async () => await decodeImage(await buffer(process.stdin), { name: "stdin" }) }], leftOut: [] };
  if (/^https?:\/\//i.test(word)) return { inputs: [{ name: word, read: async () => await decodeImage(word) }], leftOut: [] };
  const facts = await stat(word).catch((error: unknown) => ({ error }));
  if ("error" in facts) {
    if (isPattern(word)) return filesOf(await expandPattern(word), own, `${word}: no picture has a name like this`);
    return { inputs: [unreadInput({ path: word, reason: systemReason(facts.error), kind: "nothing" })], leftOut: [] };
  }
  if (!facts.isDirectory()) return { inputs: [{ ...fileInput(word), file: word }], leftOut: [] };
  const found = await findPictures(word, await writtenInto(own?.folder, word));
  const others = [...found.others.values()].reduce((sum, count) => sum + count, 0);
  const { inputs } = filesOf(found, own, `${word}: there is no picture in this folder${others === 0 ? "" : ` (${others} other files: ${endingsText(found.others)})`}`);
  return { inputs, leftOut: others === 0 ? [] : [`${word}: ${others} ${others === 1 ? "file is no picture by its name" : "files are no pictures by their names"} (${endingsText(found.others)})`] };
}

/** The folder that is written into is not read: what it holds are answers, no questions. Asked for by its own name, it is. */
async function writtenInto(out: string | undefined, folder: string): Promise<string[]> {
  if (out === undefined) return [];
  const real = await realPath(out);
  return real === (await realPath(folder)) ? [] : [real];
}

function filesOf({ files, unread }: Pick<FoundPictures, "files" | "unread">, own: OwnFiles | undefined, nothing: string): PictureInputs {
  const others = files.filter((file) => isPictureName(file) && (own === undefined || !isOwn(file, own)));
  if (others.length === 0 && unread.length === 0) throw new Error(nothing);
  return { inputs: [...others.map(fileInput), ...unread.map(unreadInput)], leftOut: [] };
}

function isOwn(file: string, { folder, ending }: OwnFiles): boolean {
  return ending !== undefined && file.endsWith(ending) && path.resolve(path.dirname(file)) === path.resolve(folder);
}

/** A picture file as an input. */
export function fileInput(file: string): PictureInput {
  return { name: shown(file), read: async () => await decodeImage(file) };
}

/** A folder or link that leads to no picture: asked for like one, to be named with its reason among the answers. */
function unreadInput({ path: place, reason }: Unread): PictureInput {
  const name = shown(place);
  return { name, read: async () => await Promise.reject(new Error(`${name}: ${reason}`)) };
}

function shown(file: string): string {
  return file.replaceAll(path.sep, "/");
}
