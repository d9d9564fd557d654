// fmpn in a page; the models lie where the package's own addresses lead from the site's root.
import { Recognizer } from "fmpn";
import type { PageCompetitor } from "./page-competitor.js";

export async function open(): Promise<PageCompetitor> {
  const recognizer = await Recognizer.load({ provider: "wasm" });
  return async (picture, classes) => {
    const [face] = await recognizer.recognize(picture, { classes, maxFaces: 1 });
    if (face === undefined) return {};
    const start = performance.now();
    await recognizer.classify(face.crop, { classes });
    return { expression: face.expression, expressionMs: performance.now() - start };
  };
}
