import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Expression } from "../expression-labels.js";
import { classCode } from "./class-code.js";
import { collectSamples } from "./data-set-of.js";
import { exists, listFiles, listFolders, listPictures } from "./folder-listing.js";
import type { Layout } from "./layout.js";

const CODES: readonly Expression[] = ["neutral", "anger", "contempt", "disgust", "fear", "happiness", "sadness", "surprise"];
/** The paper takes the last three frames of each labelled sequence, and its first as the neutral face. */
const PEAK_FRAMES = 3;

/**
 * CK+ (Lucey et al., 2010): frames in `cohn-kanade-images/S005/001/S005_001_00000011.png`, one code for a sequence in
 * `Emotion/S005/001/S005_001_00000011_emotion.txt`. Sequences without a code are left out.
 */
export const ckPlusLayout: Layout = {
  name: "ck+",
  description: "cohn-kanade-images/ and Emotion/ of CK+",
  recognizes: async (folder) => (await exists(folder, "cohn-kanade-images")) && (await exists(folder, "Emotion")),
  read: async (folder) => {
    const collected = collectSamples(folder, "ck+");
    for (const subject of await listFolders(folder, "Emotion")) {
      for (const number of await listFolders(folder, "Emotion", subject)) {
        const sequence = `${subject}_${number}`;
        const [file] = await listFiles("_emotion.txt", folder, "Emotion", subject, number);
        if (!file) {
          collected.skip("sequence without an emotion code");
          continue;
        }
        const place = `Emotion/${subject}/${number}/${file}`;
        const label = CODES[classCode(await readFile(path.join(folder, place), "utf8"))];
        if (!label) collected.problem({ file: place, message: "holds no code from 0 to 7" });
        const frames = await listPictures(folder, "cohn-kanade-images", subject, number);
        const [first] = frames;
        if (!first) collected.problem({ file: place, message: `has no frames in cohn-kanade-images/${subject}/${number}` });
        if (!label || !first) continue;
        const inside = (frame: string): string => `cohn-kanade-images/${subject}/${number}/${frame}`;
        collected.add({ file: inside(first), label: "neutral", subject, sequence, frame: first });
        if (label === "neutral") continue;
        for (const frame of frames.slice(1).slice(-PEAK_FRAMES)) {
          collected.add({ file: inside(frame), label, subject, sequence, frame, neutral: inside(first) });
        }
      }
    }
    return collected.finish();
  },
};
