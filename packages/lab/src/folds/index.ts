/** Folds over persons: `@fmpn/lab/folds`. */
export { heldOutFold, splitFold, statedFolds } from "./fixed-folds.js";
export { foldRules, foldsBy } from "./fold-rule.js";
export type { Fold } from "./fold.js";
export { leaveOneSubjectOut } from "./leave-one-subject-out.js";
export { paperFoldOfSubjects, paperFolds } from "./paper-folds.js";
export { stratifiedSubjectFolds } from "./stratified-folds.js";
