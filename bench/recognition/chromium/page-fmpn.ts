// fmpn in a page; the models lie where the package's own addresses lead from the site's root.
import { Recognizer } from "fmpn";
import { timed } from "../competitor.js";
import type { PageCompetitor } from "./page-competitor.js";

export async function open(): Promise<PageCompetitor> {
  const recognizer = await Recognizer.load();
  return async (picture, classes) => {
    const [face] = await recognizer.recognize(picture, { classes, maxFaces: 1 });
    if (face === undefined) return {};
    return { expression: face.expression, timeExpression: async () => await timed(async () => await recognizer.classify(face.crop, { classes })) };
  };
}
