import { answersAmong } from "../evaluation/answers.js";
import type { Predictions } from "../evaluation/prediction.js";
import { sha256OfLines } from "./sha256.js";

/**
 * Names what a model answered: SHA-256 of the sorted lines `file TAB answer`, the answer among the classes that the faces have,
 * empty where no face was found. Labels only: probabilities differ between machines in their last digits.
 */
export async function answersHash(predictions: Predictions): Promise<string> {
  const { answer, classes } = answersAmong(predictions);
  return await sha256OfLines(predictions.faces.map(({ file }, index) => `${file}\t${classes[answer[index] ?? -1] ?? ""}`));
}
