import { z } from "zod";
import { shardText } from "../shard.js";

const place = z.string().min(1);

/** What is to be measured of a model, on what: plain data, as a command line, a form and a test make it. */
export const evaluationPlanSchema = z.strictObject({
  /** `FOLDER`, or `FOLDER@column=value`. */
  data: place,
  /** Further conditions, `column=value` or `column!=value`. */
  where: z.array(z.string()).optional(),
  /** Only these expressions, as labels and as answers; other spellings of them are understood. */
  classes: z.array(z.string()).optional(),
  /** A model file; by default the bundled one. */
  model: place.optional(),
  /** JSON that states how another project's classifier wants its faces. */
  preprocessing: place.optional(),
  /** Whether weights that lie in files beside another project's model are read. */
  externalData: z.boolean().optional(),
  detect: z.boolean().optional(),
  flip: z.boolean().optional(),
  /** A column by whose values figures are told, too. */
  by: z.string().min(1).optional(),
  regions: z.boolean().optional(),
  /** The folder of a motion prior. */
  masks: place.optional(),
  motion: z.boolean().optional(),
  /** On how many faces; undefined does not ask. */
  faithfulness: z.int().min(1).optional(),
  erase: z.enum(["mean", "blur"]).optional(),
  /** `2/4`: only this part of the pictures, to be merged with the others. */
  shard: shardText.optional(),
  threads: z.int().min(1).max(256).optional(),
});

export type EvaluationPlan = z.infer<typeof evaluationPlanSchema>;
