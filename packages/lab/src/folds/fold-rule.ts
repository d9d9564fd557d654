import type { DataSet } from "../datasets/data-set.js";
import { statedFolds } from "./fixed-folds.js";
import type { Fold } from "./fold.js";
import { leaveOneSubjectOut } from "./leave-one-subject-out.js";
import { paperFolds } from "./paper-folds.js";
import { stratifiedSubjectFolds } from "./stratified-folds.js";

const RULES = ["paper (ten, by subject)", "stated (column fold)", "subjects (leave one out)", "a number (stratified by subject)"];

/** The rules that `foldsBy` knows, and further ones of a caller, for help texts. */
export function foldRules(...further: readonly string[]): string {
  return new Intl.ListFormat("en", { type: "disjunction" }).format([...RULES, ...further]);
}

/** Cuts a data set by a rule in a word. @throws Error where it is none, or the set cannot be cut by it */
export function foldsBy(rule: string, { samples }: DataSet): Fold[] {
  if (rule === "paper") return paperFolds(samples);
  if (rule === "stated") return statedFolds(samples);
  if (rule === "subjects") return leaveOneSubjectOut(samples);
  const count = Number(rule);
  if (!Number.isInteger(count) || count < 2) {
    throw new Error(`--folds ${rule} is no rule; give paper, stated, subjects or a number from 2`);
  }
  return stratifiedSubjectFolds(samples, count);
}
