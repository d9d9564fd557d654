import { ModelFileError } from "fmpn";
import type { FaceClassifier } from "../evaluation/face-classifier.js";
import { openModelClassifier } from "../evaluation/model-classifier.js";
import { openForeign } from "../evaluation/open-classifier.js";
import type { TrainingPlan } from "../plans/training-plan.js";

/** Models of this project, and others for each of which a statement of its pre-processing is given. */
export async function openTeachers({ teachers = [], preprocessing = [], externalData, threads = 2 }: Pick<TrainingPlan, "teachers" | "preprocessing" | "externalData" | "threads">): Promise<FaceClassifier[]> {
  const statements = [...preprocessing];
  const opened: FaceClassifier[] = [];
  for (const model of teachers) {
    const own = await openModelClassifier(model, { threads }).catch((error: unknown) => {
      if (!(error instanceof ModelFileError) || statements.length === 0) throw error;
    });
    opened.push(own ?? (await openForeign(model, statements.shift() ?? "", { externalData, threads })));
  }
  if (statements.length > 0) throw new Error(`--preprocessing ${statements.join(", ")}: there is no --teacher of another project that it could be of`);
  return opened;
}
