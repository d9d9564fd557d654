import path from "node:path";
import { systemReason, writeWhole } from "@fmpn/lab/files";
import { type PageFacts, type PagePicture, recognitionPage } from "@fmpn/page/standalone";
import { annotatePicture } from "fmpn/drawing";
import { encodePng } from "fmpn/pictures";
import { faceTimes } from "../video/face-times.js";
import type { VideoRecognition } from "../video/recognize-video.js";
import { pagePicture } from "./page-picture.js";
import { uniqueName } from "./unique-name.js";
import type { Recognition } from "./recognition.js";

/** How the names of annotated pictures end. */
export const ANNOTATED = "-annotated.png";
const ANNOTATED_VIDEO = "-annotated.mp4";

/** How many pictures a page holds at most: more take a browser long to open, and thousands are longer than a text can be. */
export const PAGE_PICTURES = 200;

/** Where files are to be written. */
export interface FilePlan extends PageFacts {
  /** Folder of the annotated pictures and of index.html. */
  readonly out?: string | undefined;
  /** A page without the pictures' files. */
  readonly page?: string | undefined;
  /** How many pictures the page shows at most, the last that were added; by default {@link PAGE_PICTURES}. */
  readonly newest?: number | undefined;
  /** Of the model's crops. */
  readonly margin: number;
  /** Called for a file that cannot be written, which costs that file alone. */
  readonly onUnwritten: (file: string, reason: string) => void;
}

/** Writes what people look at. */
export interface RecognitionFiles {
  /** Writes the annotated picture, and keeps what the page will show. */
  add(recognition: Recognition): Promise<void>;
  /** Keeps a video's still and timelines for the page. */
  addVideo(video: VideoRecognition): Promise<void>;
  /** Where the annotated video of a file goes; undefined where none is wanted. */
  videoPlace(file: string): string | undefined;
  /** Writes the page of all that was added. @returns the paths of the pages that could be written */
  writePages(): Promise<string[]>;
}

export function recognitionFiles(plan: FilePlan): RecognitionFiles {
  const { out, page, margin, newest = PAGE_PICTURES, onUnwritten } = plan;
  const pages = [...(out === undefined ? [] : [path.join(out, "index.html")]), ...(page === undefined ? [] : [page])];
  // By file: a watched picture that is written anew takes the place of the older one.
  const shown = new Map<string, PagePicture>();
  const added = new Set<string>();
  const names = new Map<string, string>();
  const write = async (file: string, content: string | Uint8Array): Promise<boolean> => {
    try {
      await writeWhole(file, content);
      return true;
    } catch (error) {
      onUnwritten(file, systemReason(error));
      return false;
    }
  };
  const show = async (recognition: Recognition, video: Pick<PagePicture, "timelines" | "time"> = {}): Promise<void> => {
    if (pages.length === 0) return;
    const { file } = recognition;
    added.add(file);
    shown.delete(file);
    shown.set(file, { ...(await pagePicture(recognition, margin)), ...video });
    const [oldest] = shown.keys();
    if (oldest !== undefined && shown.size > newest) shown.delete(oldest);
  };
  return {
    videoPlace: (file) => (out === undefined ? undefined : path.join(out, uniqueName(file, ANNOTATED_VIDEO, names))),
    async addVideo({ file, provider, frames, still, error }) {
      await show({ file, provider, faces: still?.faces ?? [], ...(still === undefined ? { error: error ?? "no frame could be read" } : { picture: still.picture }) }, { timelines: faceTimes(frames), time: still?.time });
    },
    async add(recognition) {
      const { file, picture, faces } = recognition;
      await show(recognition);
      if (out === undefined || picture === undefined) return;
      const annotated = annotatePicture(picture, faces);
      await write(path.join(out, uniqueName(file, ANNOTATED, names)), await encodePng(annotated));
    },
    async writePages() {
      const written: string[] = [];
      for (const file of pages) if (await write(file, recognitionPage([...shown.values()], plan, added.size - shown.size))) written.push(file);
      return written;
    },
  };
}
