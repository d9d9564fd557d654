import { type DataSet, type Fold, leaveOneSubjectOut, paperFolds, splitFold, statedFolds, stratifiedSubjectFolds } from "@fmpn/lab";

/** The rules that cut a set into folds that test one part each, for help texts. */
export const foldRules = "paper (ten, by subject), stated (column fold), subjects (leave one out), or a number (stratified by subject)";

/** Cuts a data set by a rule given on the command line: one of `foldRules`, or `split:NAME` for one fold that tests nobody. */
export function foldsBy(rule: string, { samples }: DataSet): Fold[] {
  if (rule === "paper") return paperFolds(samples);
  if (rule === "stated") return statedFolds(samples);
  if (rule === "subjects") return leaveOneSubjectOut(samples);
  if (rule.startsWith("split:")) return [splitFold(samples, [rule.slice("split:".length)], [])].map((fold) => ({ ...fold, name: "all" }));
  const count = Number(rule);
  if (!Number.isInteger(count) || count < 2) {
    throw new Error(`--folds ${rule} is no rule; give paper, stated, subjects or a number from 2`);
  }
  return stratifiedSubjectFolds(samples, count);
}
