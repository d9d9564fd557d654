import { stat } from "node:fs/promises";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { decodeImage, type Picture } from "fmpn";
import { expandPattern, isPattern } from "./glob.js";
import { isPictureName, listPictures } from "./picture-files.js";

/** A picture that was asked for. */
export interface PictureInput {
  /** What the answer calls it: its path, its address, or `stdin`. */
  readonly name: string;
  /** @throws Error whose message begins with the name */
  read(): Promise<Picture>;
}

/** What the command itself writes, so that a second call does not take it for a question. */
export interface OwnFiles {
  readonly folder: string;
  /** How the names of its files end. */
  readonly ending: string;
}

/**
 * The pictures that a command's words name, each once: files, folders (with all folders in them), patterns that the shell
 * left as they are, `-` for standard input, and `http(s)://` addresses. What cannot be read is found out when it is read.
 *
 * @param own left out of folders and patterns
 * @throws Error where a folder or a pattern holds no picture
 */
export async function pictureInputs(words: readonly string[], own?: OwnFiles): Promise<PictureInput[]> {
  const inputs = (await Promise.all(words.map(async (word) => await inputsOf(word, own)))).flat();
  return [...new Map(inputs.map((input) => [input.name, input])).values()];
}

async function inputsOf(word: string, own: OwnFiles | undefined): Promise<PictureInput[]> {
  if (word === "-") return [{ name: "stdin", read: async () => await decodeImage(await buffer(process.stdin), { name: "stdin" }) }];
  if (/^https?:\/\//i.test(word)) return [{ name: word, read: async () => await decodeImage(word) }];
  const others = (files: readonly string[]): string[] => files.filter((file) => own === undefined || !isOwn(file, own));
  const entry = await stat(word).catch(() => undefined);
  if (entry?.isDirectory() === true) return filesOf(others(await listPictures(word, own?.folder)), `${word}: there is no picture in this folder`);
  if (entry === undefined && isPattern(word)) {
    return filesOf(others((await expandPattern(word)).filter(isPictureName)), `${word}: no picture has a name like this`);
  }
  return [fileInput(word)];
}

function isOwn(file: string, { folder, ending }: OwnFiles): boolean {
  return file.endsWith(ending) && path.resolve(path.dirname(file)) === path.resolve(folder);
}

function filesOf(files: readonly string[], nothing: string): PictureInput[] {
  if (files.length === 0) throw new Error(nothing);
  return files.map(fileInput);
}

/** A picture file as an input. */
export function fileInput(file: string): PictureInput {
  return { name: file.replaceAll(path.sep, "/"), read: async () => await decodeImage(file) };
}
