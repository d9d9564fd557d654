import { z } from "zod";
import { shardText } from "../shard.js";
import { learningPlan } from "./training-plan.js";

/** A cross-validation as plain data: what a command line, a form and a test make, and `startCrossval` carries out. */
export const crossvalPlanSchema = z.strictObject({
  ...learningPlan,
  /** `FOLDER`, or `FOLDER@column=value`. */
  data: z.string().min(1),
  /** `paper`, `stated`, `subjects` or a number; by default `subjects`. */
  folds: z.string().min(1).optional(),
  /** Share of each fold's training people who are trained on, by default all. */
  people: z.number().gt(0).max(1).optional(),
  /** Averages each answer with that on the mirrored face. */
  flip: z.boolean().optional(),
  /** Folds that are trained at the same time. */
  parallel: z.int().min(1).max(64).optional(),
  /** `2/4`: only this part of the folds; whoever is last has the figures. */
  shard: shardText.optional(),
});

export type CrossvalPlan = z.infer<typeof crossvalPlanSchema>;
