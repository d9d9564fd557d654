import { z } from "zod";
import { checkDocument } from "../files/parse-document.js";

const place = z.string().min(1);
const part = place;

/** What decides a training, whatever its faces are. */
export const learningPlan = {
  /** The run's folder. */
  out: place,
  /** A recipe's name, or a JSON file of settings. */
  recipe: place.optional(),
  /** Changes of the recipe, such as `jointStage.epochs=10`. */
  settings: z.array(z.string()).optional(),
  /** The set that motion masks are made of. */
  masks: part.optional(),
  /** Threads that compute. */
  threads: z.int().min(1).max(256).optional(),
};

const schema = z.strictObject({
  ...learningPlan,
  /** Data sets to train on, each `FOLDER` or `FOLDER@column=value`. */
  data: z.array(part).optional(),
  /** So many synthetic faces instead of data. */
  synthetic: z.int().min(8).optional(),
  /** Share of every set that is held out, by subject where known, and validated on. */
  holdOut: z.number().min(0.001).max(0.9).optional(),
  /** Sets whose pictures must stay unseen: what looks like one of them is left out of training. */
  unlike: z.array(part).optional(),
  /** Models whose answers are mixed into the labels. */
  teachers: z.array(place).optional(),
  /** For each teacher of another project, in their order: JSON that states how it wants its faces. */
  preprocessing: z.array(place).optional(),
  /** Whether weights that lie in files beside a teacher of another project are read. */
  externalData: z.boolean().optional(),
  /** Goes on with the run in the folder; what is left unsaid is as it was begun. */
  resume: z.boolean().optional(),
  /** Threads that draw batches and cut faces; 0: the caller's own. */
  workers: z.int().min(0).max(64).optional(),
});

/** A training as plain data: what a command line, a form and a test make, and `startTraining` carries out. */
export type TrainingPlan = z.infer<typeof schema>;

/** Reads a plan out of a run's folder. */
export const trainingPlanSchema = schema;

/** @throws Error naming the part of the plan that is wrong, or the two that do not go together */
export function checkTrainingPlan(plan: TrainingPlan): TrainingPlan {
  const checked = checkDocument(schema, plan, "the plan of the training");
  const { synthetic, data = [], masks, holdOut, unlike, teachers = [], preprocessing = [], resume } = checked;
  if (synthetic !== undefined && (data.length > 0 || masks !== undefined || holdOut !== undefined || unlike !== undefined)) {
    throw new Error("--synthetic trains on drawn faces alone, with masks of their own and others to validate on: leave data sets, --masks, --hold-out and --unlike away");
  }
  if (synthetic === undefined && data.length === 0 && resume !== true) throw new Error("name at least one data set to train on, or how many faces to draw with --synthetic");
  if (preprocessing.length > teachers.length) throw new Error(`--preprocessing ${preprocessing.slice(teachers.length).join(", ")}: there is no --teacher of another project that it could be of`);
  return checked;
}
