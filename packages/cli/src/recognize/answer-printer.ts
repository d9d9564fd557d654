import { csvHead, csvLines } from "@fmpn/page/faces";
import type { TrackedFace } from "fmpn";
import { videoTable } from "../video/face-times.js";
import { frameJson, type VideoRecognition } from "../video/recognize-video.js";
import { recognitionSummary, recognitionTable, type TableEntry, tableEntry } from "./recognition-table.js";
import { type Recognition, recognitionJson } from "./recognition.js";

/** How answers are printed: a table for people; one JSON array; a JSON line, or lines of CSV, for each picture and frame as soon as it is known. */
export type AnswerForm = "table" | "json" | "jsonl" | "csv";

/** Prints answers on standard output. */
export interface AnswerPrinter {
  begin(): void;
  picture(recognition: Recognition): void;
  /** A frame of the video that is looked at. */
  frame(file: string, time: number, faces: readonly TrackedFace[]): void;
  /** After its frames. */
  video(recognition: VideoRecognition): void;
  end(): void;
}

export interface PrintedFacts {
  readonly classes: readonly string[];
  /** What the network runs on. */
  readonly provider: string;
  /** Whether there are videos among the inputs. */
  readonly timed: boolean;
  /** Whether lines of CSV have a head: not those of a later part. */
  readonly head: boolean;
}

export function answerPrinter(form: AnswerForm, { classes, provider, timed, head }: PrintedFacts): AnswerPrinter {
  const nothing = (): void => {};
  switch (form) {
    case "jsonl":
      return {
        begin: nothing,
        picture: (recognition) => console.log(JSON.stringify(recognitionJson(recognition))),
        frame: (file, time, faces) => console.log(JSON.stringify({ file, ...frameJson(time, faces), provider })),
        video: ({ file, error }) => error !== undefined && console.log(JSON.stringify({ file, error, faces: [], provider })),
        end: nothing,
      };
    case "csv":
      return {
        begin: () => head && console.log(csvHead(classes, { timed })),
        picture: (recognition) => console.log(csvLines(recognition, classes, { timed }).join("\n")),
        frame: (file, time, faces) => console.log(csvLines({ file, faces, provider }, classes, { timed, time }).join("\n")),
        video: ({ file, error }) => error !== undefined && console.log(csvLines({ file, faces: [], provider, error }, classes, { timed }).join("\n")),
        end: nothing,
      };
    case "json": {
      const documents: object[] = [];
      const frames: object[] = [];
      return {
        begin: nothing,
        picture: (recognition) => void documents.push(recognitionJson(recognition)),
        frame: (_file, time, faces) => void frames.push(frameJson(time, faces)),
        video: ({ file, error, every }) => void documents.push({ file, error, every, frames: frames.splice(0), provider }),
        end: () => console.log(JSON.stringify(documents, null, 2)),
      };
    }
    case "table": {
      const entries: TableEntry[] = [];
      return {
        begin: nothing,
        picture: (recognition) => void entries.push(tableEntry(recognition)),
        frame: nothing,
        video: (recognition) => console.log(`${videoTable(recognition)}\n`),
        end: () => entries.length > 0 && console.log(`${recognitionTable(entries, { bars: process.stdout.isTTY })}\n\n${recognitionSummary(entries, provider)}`),
      };
    }
  }
}
