import { formatCsv, parseCsv } from "../datasets/csv.js";
import { DataSetError, type DataSetProblem } from "../datasets/data-set-error.js";
import { answersAmong, allClasses } from "./answers.js";
import type { Prediction, Predictions } from "./prediction.js";

const LEADING = ["file", "subject", "fold", "truth", "answer"] as const;

/**
 * Predictions as a table, a line a face: file, subject, fold, truth, answer (among all of the model's classes), then the
 * probability of each class under its name. Answer and probabilities are empty where no face was found.
 */
export function formatPredictions(predictions: Predictions): string {
  const { classes, faces } = predictions;
  const all = answersAmong(predictions, allClasses(predictions));
  const rows = faces.map(({ file, subject = "", fold = "", truth, probabilities, faceFound }, index) => [
    file,
    subject,
    fold,
    truth,
    faceFound ? all.classes[all.answer[index]] : "",
    ...classes.map((_, k) => (faceFound ? formatProbability(probabilities[k]) : "")),
  ]);
  return formatCsv([[...LEADING, ...classes], ...rows]);
}

/** Enough digits to keep every order that float32 has, and no more. */
function formatProbability(probability: number): string {
  return String(Number(probability.toPrecision(7)));
}

/**
 * Reads what `formatPredictions` wrote.
 *
 * @param what the file's name, for errors
 * @throws DataSetError with every mistake
 */
export function parsePredictions(text: string, what: string): Predictions {
  const [head, ...records] = parseCsv(text, { what });
  const classes = head?.fields.slice(LEADING.length) ?? [];
  if (!LEADING.every((name, column) => head?.fields[column] === name) || classes.length === 0) {
    const message = `the first line must be ${LEADING.join(",")} and a column for each class`;
    throw new DataSetError(`${what} holds no predictions`, [{ file: what, line: 1, message }]);
  }
  const problems: DataSetProblem[] = [];
  const faces = records.map(({ line, fields }): Prediction => {
    const [file = "", subject = "", fold = "", truth = "", answer = "", ...cells] = fields;
    const probabilities = cells.map(Number);
    const faceFound = answer !== "";
    if (file === "" || truth === "" || cells.length !== classes.length) {
      problems.push({ file: what, line, message: `${fields.length} fields; file, truth and ${classes.length} probabilities are needed` });
    } else if (faceFound && cells.some((cell, k) => cell === "" || !(probabilities[k] >= 0 && probabilities[k] <= 1))) {
      problems.push({ file: what, line, message: `probabilities are ${cells.join(", ").slice(0, 100)}; numbers from 0 to 1 are needed` });
    }
    return { file, truth, probabilities, faceFound, ...(subject ? { subject } : {}), ...(fold ? { fold } : {}) };
  });
  if (problems.length > 0) throw new DataSetError(`${what} has mistakes`, problems);
  return { classes, faces };
}
