import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Expression } from "../expression-labels.js";
import { collectSamples } from "./data-set-of.js";
import { exists, listFiles, listFolders, listPictures } from "./folder-listing.js";
import type { Layout } from "./layout.js";

const CODES: Readonly<Record<string, Expression>> = {
  1: "anger",
  2: "disgust",
  3: "fear",
  4: "happiness",
  5: "sadness",
  6: "surprise",
};
/** The paper takes three frames around the middle of a sequence, where the expression is at its peak. */
const PEAK_FRAMES = 3;

/**
 * MMI (Pantic et al., 2005): one folder a session, `Sessions/<number>/`, with the session's XML files, one of which
 * states `Name="Emotion" Value="<code>"`, and a recording named `S001-100`, after its subject. Recordings are videos, which
 * are not decoded here: put a session's frames as numbered pictures into its folder.
 */
export const mmiLayout: Layout = {
  name: "mmi",
  description: "Sessions/<number>/ of MMI with XML and extracted frames",
  recognizes: async (folder) => await exists(folder, "Sessions"),
  read: async (folder) => {
    const collected = collectSamples(folder, "mmi");
    for (const session of await listFolders(folder, "Sessions")) {
      const texts = await Promise.all(
        (await listFiles(".xml", folder, "Sessions", session)).map(
          async (name) => await readFile(path.join(folder, "Sessions", session, name), "utf8"),
        ),
      );
      const code = texts.map((text) => /Name="Emotion"\s+Value="(\d+)"/i.exec(text)?.[1]).find((value) => value !== undefined);
      const label = code === undefined ? undefined : CODES[code];
      if (!label) {
        collected.skip(code === undefined ? "session without an emotion code" : "session of an emotion that is no class here");
        continue;
      }
      const frames = await listPictures(folder, "Sessions", session);
      const [first] = frames;
      if (!first || frames.length < PEAK_FRAMES + 1) {
        collected.skip("session without extracted frames (put them as numbered pictures into its folder)");
        continue;
      }
      const subject = /^(S\d+)[-_]/i.exec(first)?.[1]?.toUpperCase();
      if (!subject) {
        const message = "names no subject; frames are named after their recording, such as S001-100_040.png";
        collected.problem({ file: `Sessions/${session}/${first}`, message });
        continue;
      }
      const sequence = `${subject}_${session}`;
      const inside = (frame: string): string => `Sessions/${session}/${frame}`;
      collected.add({ file: inside(first), label: "neutral", subject, sequence, frame: first });
      const from = Math.max(1, Math.floor(frames.length / 2) - 1);
      for (const frame of frames.slice(from, from + PEAK_FRAMES)) {
        collected.add({ file: inside(frame), label, subject, sequence, frame, neutral: inside(first) });
      }
    }
    return collected.finish();
  },
};
