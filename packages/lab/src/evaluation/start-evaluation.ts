import { openPart } from "../datasets/data-part.js";
import type { DataSet, Sample } from "../datasets/data-set.js";
import { EXPRESSIONS, normalizeExpression } from "../datasets/expression-labels.js";
import { selectWhere } from "../datasets/where.js";
import { checkDocument } from "../files/parse-document.js";
import type { FoldMasks } from "../prior/motion-prior.js";
import { readMasks } from "../prior/published-masks.js";
import { parseShard } from "../shard.js";
import type { WorkOptions } from "../work.js";
import { evaluate, type Evaluation } from "./evaluate.js";
import { type EvaluationPlan, evaluationPlanSchema } from "./evaluation-plan.js";
import { openClassifier } from "./open-classifier.js";

/**
 * Carries out a plan. What is wrong with it is found before the long work.
 *
 * @throws Error naming the part of the plan that is wrong
 */
export async function startEvaluation(plan: EvaluationPlan, work: WorkOptions = {}): Promise<Evaluation> {
  const { data, where = [], classes, detect, flip, by, regions, motion, faithfulness, erase, shard, threads = 2, ...asked } = checkDocument(evaluationPlanSchema, plan, "the plan of the evaluation");
  const judged = regions === true || motion === true || asked.masks !== undefined || faithfulness !== undefined;
  if (shard !== undefined && judged) {
    throw new Error("--shard: masks are judged by thresholds and means of the whole set, which no part knows; leave --regions, --masks, --motion and --faithfulness to a call without --shard");
  }
  if (shard !== undefined && by !== undefined) throw new Error("--shard: a part knows no intervals of the whole set; leave --by to a call without --shard");
  if (asked.preprocessing !== undefined && judged) {
    throw new Error("--regions, --masks, --motion and --faithfulness are about motion masks, which another project's model (--preprocessing) does not make; leave them out");
  }
  const dataSet = selectWhere(await openPart(data), [...where, ...(classes ? [`label=${classes.map(labelOf).join("|")}`] : [])]);
  if (regions === true && !dataSet.samples.some(({ columns }) => columns["region"])) {
    throw new Error(`--regions: ${dataSet.name} has no true motion regions (column region); synthetic faces have (fmpn synth)`);
  }
  const classifier = await openClassifier({ ...asked, threads, activations: faithfulness !== undefined });
  try {
    const priors = asked.masks === undefined ? undefined : await priorsFor(dataSet, asked.masks, classifier.margin);
    return await evaluate(dataSet, classifier, { ...work, detect, flip, by, shard: shard === undefined ? undefined : parseShard(shard), regions, priors, motion, faithfulness: faithfulness === undefined ? undefined : { faces: faithfulness, eraser: erase } });
  } finally {
    await classifier.close();
  }
}

function labelOf(word: string): string {
  const label = normalizeExpression(word);
  if (label === undefined) throw new Error(`--classes: "${word}" is no expression; there are ${EXPRESSIONS.join(", ")}`);
  return label;
}

/** The class masks of a folder. @throws Error where a face of the set has none */
async function priorsFor(dataSet: DataSet, folder: string, margin: number): Promise<FoldMasks[]> {
  const priors = await readMasks(folder, margin);
  const lacking = dataSet.samples.find((sample) => !hasMask(priors, sample));
  if (lacking !== undefined) throw new Error(`--masks ${folder}: there is no mask for ${nameOf(lacking, priors)}, as ${lacking.file} needs it; leave such faces out with --where`);
  return priors;
}

/** Several folds' masks are each for the faces that are tested in the fold; one fold's are for all. */
function hasMask(priors: readonly FoldMasks[], { label, fold }: Sample): boolean {
  const prior = priors.length === 1 ? priors[0] : priors.find((one) => one.fold === String(fold ?? ""));
  return prior?.masks.some((mask) => mask.label === label) === true;
}

function nameOf({ label, fold }: Sample, priors: readonly FoldMasks[]): string {
  return priors.length === 1 ? label : `${label} in fold ${fold ?? "(none)"}`;
}
