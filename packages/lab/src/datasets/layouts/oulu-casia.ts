import { normalizeExpression } from "../expression-labels.js";
import { collectSamples } from "./data-set-of.js";
import { exists, listFolders, listPictures } from "./folder-listing.js";
import type { Layout } from "./layout.js";

const ROOTS = ["B_OriginalImg", "OriginalImg", "PreProcess_Img", "C_PreprocessedImg"] as const;
/** As is usual: the last three frames of a sequence show the expression, the first the neutral face. */
const PEAK_FRAMES = 3;

/**
 * Oulu-CASIA (Zhao et al., 2011): `B_OriginalImg/VL/Strong/P001/Anger/000.jpeg`, sequences from neutral to the
 * expression, for two cameras (VL, NI) and three lights (Strong, Weak, Dark): filter on the columns `camera` and `light`.
 */
export const ouluCasiaLayout: Layout = {
  name: "oulu-casia",
  description: "B_OriginalImg/<camera>/<light>/P001/<expression>/ of Oulu-CASIA",
  recognizes: async (folder) => {
    for (const root of ROOTS) if (await exists(folder, root)) return true;
    return false;
  },
  read: async (folder) => {
    const collected = collectSamples(folder, "oulu-casia");
    for (const root of ROOTS) {
      for (const camera of await listFolders(folder, root)) {
        for (const light of await listFolders(folder, root, camera)) {
          for (const subject of await listFolders(folder, root, camera, light)) {
            for (const expression of await listFolders(folder, root, camera, light, subject)) {
              const place = `${root}/${camera}/${light}/${subject}/${expression}`;
              const label = normalizeExpression(expression);
              const frames = await listPictures(folder, place);
              const [first] = frames;
              if (!label || !first) {
                collected.problem({ file: place, message: label ? "holds no frames" : "is no expression's name" });
                continue;
              }
              const columns = { camera, light };
              const sequence = `${subject}_${expression}_${camera}_${light}`;
              const neutral = `${place}/${first}`;
              collected.add({ file: neutral, label: "neutral", subject, sequence, frame: first, columns });
              for (const frame of frames.slice(1).slice(-PEAK_FRAMES)) {
                collected.add({ file: `${place}/${frame}`, label, subject, sequence, frame, neutral, columns });
              }
            }
          }
        }
      }
    }
    return collected.finish();
  },
};
