import { type Picture, type RecognizedFace, type RecognizeOptions, type Recognizer, toJson } from "fmpn";
import type { PictureInput } from "../inputs/picture-inputs.js";

/** What was answered of one picture. */
export interface Recognition {
  /** The picture's path or address, or `stdin`. */
  readonly file: string;
  /** The largest face first. */
  readonly faces: readonly RecognizedFace[];
  /** What the network ran on. */
  readonly provider: string;
  /** The pixels, where they could be read. */
  readonly picture?: Picture | undefined;
  /** Why the picture could not be read. */
  readonly error?: string | undefined;
}

/** Reads a picture and recognises its faces; a picture that cannot be read is an answer too. */
export async function recognizePicture(recognizer: Recognizer, input: PictureInput, options: RecognizeOptions): Promise<Recognition> {
  const { provider } = recognizer;
  let picture: Picture;
  try {
    picture = await input.read();
  } catch (error) {
    return { file: input.name, faces: [], provider, error: withoutName(error instanceof Error ? error.message : String(error), input.name) };
  }
  return { file: input.name, faces: await recognizer.recognize(picture, options), provider, picture };
}

/** A picture's answer as plain JSON: the faces as `toJson` of the library gives them. */
export function recognitionJson({ file, faces, provider, picture, error }: Recognition): object {
  if (picture === undefined) return { file, error, faces: [], provider };
  return { file, width: picture.width, height: picture.height, faces: faces.map((face) => toJson(face)), provider };
}

function withoutName(message: string, name: string): string {
  return message.startsWith(`${name}: `) ? message.slice(name.length + 2) : message;
}
