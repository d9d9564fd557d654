import { z } from "zod";
import { checkDocument } from "../files/parse-document.js";

const place = z.string().min(1);

/** A measurement as plain data: what a command line, a form, a queue and a test make, and `startMeasurement` carries out. */
export const measurementPlanSchema = z.strictObject({
  /** `FOLDER`, or `FOLDER@column=value`. */
  data: place.optional(),
  /** Faces that are drawn instead; those of a secret seed are named without it. */
  synthetic: z.object({ seed: z.int().min(0), count: z.int().min(1), first: z.int().min(0).optional(), size: z.int().min(16).max(1024).optional(), secret: z.boolean().optional() }).optional(),
  /** What the split is called; by default the folder's name. */
  name: place.optional(),
  /** A model file or a run's folder; by default the bundled model. */
  model: place.optional(),
  /** JSON that states how another project's classifier wants its faces. */
  preprocessing: place.optional(),
  /** Whether weights that lie in files beside another project's model are read. */
  externalData: z.boolean().optional(),
  /** Finds the face in the whole picture, as applications do. */
  detect: z.boolean().optional(),
  /** Averages the answer with that for the mirrored face. */
  flip: z.boolean().optional(),
  threads: z.int().min(1).max(256).optional(),
});

export type MeasurementPlan = z.infer<typeof measurementPlanSchema>;

/** @throws Error naming the part of the plan that is wrong */
export function checkMeasurementPlan(plan: MeasurementPlan): MeasurementPlan {
  const checked = checkDocument(measurementPlanSchema, plan, "the plan of the measurement");
  if ((checked.data === undefined) === (checked.synthetic === undefined)) throw new Error("name a data set, or how many faces to draw with --synthetic");
  if (checked.synthetic !== undefined && checked.detect === true) throw new Error("--detect is of pictures that show more than a face, which drawn faces do not; leave it out");
  return checked;
}
