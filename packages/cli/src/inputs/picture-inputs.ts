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

/**
 * The pictures that a command's words name, each once: files, folders (with all folders in them), patterns that the shell
 * left as they are, `-` for standard input, and `http(s)://` addresses. What cannot be read is found out when it is read.
 *
 * @throws Error where a folder or a pattern holds no picture
 */
export async function pictureInputs(words: readonly string[]): Promise<PictureInput[]> {
  const inputs = (await Promise.all(words.map(inputsOf))).flat();
  return [...new Map(inputs.map((input) => [input.name, input])).values()];
}

async function inputsOf(word: string): Promise<PictureInput[]> {
  if (word === "-") return [{ name: "stdin", read: async () => await decodeImage(await buffer(process.stdin), { name: "stdin" }) }];
  if (/^https?:\/\//i.test(word)) return [{ name: word, read: async () => await decodeImage(word) }];
  const entry = await stat(word).catch(() => undefined);
  if (entry?.isDirectory() === true) return filesOf(await listPictures(word), `${word}: there is no picture in this folder`);
  if (entry === undefined && isPattern(word)) {
    return filesOf((await expandPattern(word)).filter(isPictureName), `${word}: no picture has a name like this`);
  }
  return [fileInput(word)];
}

function filesOf(files: readonly string[], nothing: string): PictureInput[] {
  if (files.length === 0) throw new Error(nothing);
  return files.map(fileInput);
}

/** A picture file as an input. */
export function fileInput(file: string): PictureInput {
  return { name: file.replaceAll(path.sep, "/"), read: async () => await decodeImage(file) };
}
