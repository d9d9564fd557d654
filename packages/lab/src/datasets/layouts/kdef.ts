import { type Expression } from "../expression-labels.js";
import { collectSamples } from "./data-set-of.js";
import { listFolders, listPictures } from "./folder-listing.js";
import type { Layout } from "./layout.js";

const NAME = /^([AB])([FM]\d\d)(AF|AN|DI|HA|NE|SA|SU)(FL|HL|S|HR|FR)\.\w+$/i;
const CODES: Readonly<Record<string, Expression>> = {
  AF: "fear",
  AN: "anger",
  DI: "disgust",
  HA: "happiness",
  NE: "neutral",
  SA: "sadness",
  SU: "surprise",
};

/**
 * KDEF (Lundqvist et al., 1998): `AF01/AF01ANS.JPG` is session A, woman 01, anger, straight. Other angles are read too:
 * filter on the column `angle` (FL, HL, S, HR, FR). Neutral faces are of the same session and angle.
 */
export const kdefLayout: Layout = {
  name: "kdef",
  description: "folders like AF01 with pictures like AF01ANS.JPG",
  recognizes: async (folder) => (await listFolders(folder)).some((name) => /^[AB][FM]\d\d$/i.test(name)),
  read: async (folder) => {
    const collected = collectSamples(folder, "kdef");
    for (const group of await listFolders(folder)) {
      const names = await listPictures(folder, group);
      for (const name of names) {
        const [, session = "", subject = "", code = "", angle = ""] = NAME.exec(name.toUpperCase()) ?? [];
        const label = CODES[code];
        if (!label) {
          collected.skip("file name of another form");
          continue;
        }
        const rest = names.find((other) => other.toUpperCase().startsWith(`${session}${subject}NE${angle}.`));
        const neutral = rest && label !== "neutral" ? `${group}/${rest}` : undefined;
        const sequence = `${session}${subject}`;
        collected.add({ file: `${group}/${name}`, label, subject, sequence, frame: name, neutral, columns: { angle } });
      }
    }
    return collected.finish();
  },
};
