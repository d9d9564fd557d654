import { type Expression, normalizeExpression } from "../expression-labels.js";
import { collectSamples } from "./data-set-of.js";
import { listPictures } from "./folder-listing.js";
import type { Layout } from "./layout.js";

const NAME = /^([A-Z]{2})\.(AN|DI|FE|HA|NE|SA|SU)(\d+)\.(\d+)\.\w+$/i;

/** JAFFE (Lyons et al., 1998): `KA.AN1.39.tiff` is subject KA, anger, first picture, number 39. */
export const jaffeLayout: Layout = {
  name: "jaffe",
  description: "pictures named like KA.AN1.39.tiff",
  recognizes: async (folder) => (await listPictures(folder)).some((name) => NAME.test(name)),
  read: async (folder) => {
    const collected = collectSamples(folder, "jaffe");
    const found: { file: string; subject: string; label: Expression; frame: string }[] = [];
    for (const file of await listPictures(folder)) {
      const [, subject, code, take, number] = NAME.exec(file) ?? [];
      const label = normalizeExpression(code ?? "");
      if (!subject || !label) collected.skip("file name of another form");
      else found.push({ file, subject: subject.toUpperCase(), label, frame: `${code}${take}.${number}` });
    }
    for (const { file, subject, label, frame } of found) {
      const rest = found.find((other) => other.subject === subject && other.label === "neutral");
      collected.add({ file, label, subject, frame, neutral: label === "neutral" ? undefined : rest?.file });
    }
    return collected.finish();
  },
};
