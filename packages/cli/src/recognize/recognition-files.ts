import path from "node:path";
import { writeWhole } from "@fmpn/lab";
import { annotatePicture, encodePng } from "fmpn";
import { type PagePicture, pagePicture } from "./page-picture.js";
import type { Recognition } from "./recognition.js";
import { type PageFacts, recognitionPage } from "./recognition-page.js";

/** Where files are to be written. */
export interface FilePlan extends PageFacts {
  /** Folder of the annotated pictures and of index.html. */
  readonly out?: string | undefined;
  /** A page without the pictures' files. */
  readonly page?: string | undefined;
  /** Of the model's crops. */
  readonly margin: number;
}

/** Writes what people look at. */
export interface RecognitionFiles {
  /** Writes the annotated picture, and keeps what the page will show. */
  add(recognition: Recognition): Promise<void>;
  /** Writes the page of all that was added. @returns the paths of the pages */
  writePages(): Promise<string[]>;
}

export function recognitionFiles(plan: FilePlan): RecognitionFiles {
  const { out, page, margin } = plan;
  const pages = [...(out === undefined ? [] : [path.join(out, "index.html")]), ...(page === undefined ? [] : [page])];
  // By file: a watched picture that is written anew takes the place of the older one.
  const shown = new Map<string, PagePicture>();
  const names = new Map<string, string>();
  return {
    async add(recognition) {
      const { file, picture, faces } = recognition;
      if (pages.length > 0) shown.set(file, await pagePicture(recognition, margin));
      if (out === undefined || picture === undefined) return;
      const annotated = annotatePicture(picture, faces);
      await writeWhole(path.join(out, annotatedName(file, names)), await encodePng(annotated));
    },
    async writePages() {
      for (const file of pages) await writeWhole(file, recognitionPage([...shown.values()], plan));
      return pages;
    },
  };
}

/** `photo.jpg` becomes `photo-annotated.png`; another folder's picture of the same name gets a number. */
function annotatedName(file: string, taken: Map<string, string>): string {
  const base = path.basename(/^https?:/i.test(file) ? new URL(file).pathname : file, path.extname(file)).replaceAll(/[^\p{L}\p{N}._ -]+/gu, "_") || "picture";
  for (let number = 1; ; number++) {
    const name = `${base}${number > 1 ? `-${number}` : ""}-annotated.png`;
    const owner = taken.get(name.toLowerCase());
    if (owner !== undefined && owner !== file) continue;
    taken.set(name.toLowerCase(), file);
    return name;
  }
}
