import path from "node:path";
import { openPart } from "../datasets/data-part.js";
import { type EvaluationJson, figuresJson, formatEvaluation } from "../evaluation/evaluation-json.js";
import type { Prediction, Predictions } from "../evaluation/prediction.js";
import { checkFolder } from "../files/check-place.js";
import { checkDocument } from "../files/parse-document.js";
import { writeWhole } from "../files/write-whole.js";
import { withFewerPeople } from "../folds/fewer-people.js";
import { foldsBy } from "../folds/fold-rule.js";
import { describeRun } from "../runs/describe-run.js";
import { parseShard } from "../shard.js";
import { type CrossValidateOptions, crossValidate } from "./cross-validate.js";
import { type CrossvalPlan, crossvalPlanSchema } from "../plans/crossval-plan.js";
import { chooseEngine } from "./engine.js";
import { leftOutReasons, skippedLines } from "./left-out-reasons.js";
import { startOf } from "./read-start-weights.js";
import { resolveRecipe } from "../plans/resolve-recipe.js";
import { checkStart } from "./start-weights.js";

/** Who carries out a plan is told how it goes, and may stop it. */
export interface StartCrossvalOptions extends Pick<CrossValidateOptions, "cache" | "signal" | "onProgress"> {
  /** What is to be known on the way, a line each: what it computes on, what the weights have seen, how many a fold has right. */
  readonly onNote?: ((line: string) => void) | undefined;
}

/**
 * Carries out a plan: trains and tests each fold in its folder, or goes on where an earlier call was interrupted.
 *
 * @returns the figures over all folds, which `evaluation.json` keeps; undefined where folds are left to other shards
 * @throws Error naming the part of the plan that is wrong; the signal's reason, after a checkpoint
 */
export async function startCrossval(asked: CrossvalPlan, { onNote, ...options }: StartCrossvalOptions = {}): Promise<EvaluationJson | undefined> {
  const plan = checkDocument(crossvalPlanSchema, asked, "the plan of the cross-validation");
  const { out, flip, parallel = 2, threads = 1, shard } = plan;
  await checkFolder(out, `--out ${out}`);
  const engine = await chooseEngine();
  onNote?.(engine.reason);
  const data = await openPart(plan.data);
  const recipe = await resolveRecipe(plan.recipe ?? "finetune", plan.settings);
  if (recipe.relevance > 0) throw new Error("relevance: masks are weighed by fmpn train alone; set it to 0 for folds");
  const { people } = plan;
  const folds = foldsBy(plan.folds ?? "subjects", data).map((fold) => (people === undefined ? fold : withFewerPeople(fold, data.samples, people)));
  const masks = plan.masks === undefined ? undefined : await openPart(plan.masks);
  const facts = await describeRun({ data: [data], masks, engine: engine.provider });
  const from = await startOf(recipe);
  checkStart(recipe, from);
  const trainedOn = from?.trainedOn ?? [];
  if (trainedOn.length > 0) onNote?.(`every fold starts from weights that have seen ${[...new Set(trainedOn.map(({ name }) => name))].join(", ")}`);
  const seen = trainedOn.find(({ name, hash }) => name === data.name || facts.data.some((set) => set.hash === hash));
  if (seen) onNote?.("beware: that is the set to be tested; these will not be figures of unseen faces");

  const leftOut = leftOutReasons();
  const predictions = await crossValidate({ data, folds, masks, facts, out, flip, shard: shard === undefined ? undefined : parseShard(shard) }, recipe, {
    ...options,
    provider: engine.provider,
    parallel,
    threads,
    onLeftOut: leftOut.add,
    onFold: (fold, answers) => onNote?.(`fold ${fold}: ${right(answers)} of ${answers.faces.length} right`),
  });
  for (const line of [...skippedLines([data]), ...leftOut.lines()]) onNote?.(line);
  if (predictions === undefined) return undefined;
  const figures = figuresJson(predictions);
  await writeWhole(path.join(out, "evaluation.json"), formatEvaluation(figures));
  return figures;
}

function right({ classes, faces }: Predictions): number {
  const answer = ({ probabilities }: Prediction): string | undefined => {
    const all = Array.from(probabilities);
    return classes[all.indexOf(Math.max(...all))];
  };
  return faces.filter((face) => answer(face) === face.truth).length;
}
