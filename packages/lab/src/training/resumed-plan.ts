import path from "node:path";
import { parsePart } from "../datasets/data-part.js";
import type { TrainingPlan } from "../plans/training-plan.js";

/** A plan as the run's folder keeps it, so that the call that goes on may come from another folder. */
export function lastingPlan(plan: TrainingPlan): TrainingPlan {
  const absolute = (text: string): string => {
    const { folder, conditions } = parsePart(text);
    return [path.resolve(folder), ...conditions].join("@");
  };
  const file = (text: string): string => path.resolve(text);
  return {
    ...plan,
    resume: undefined,
    out: path.resolve(plan.out),
    data: plan.data?.map(absolute),
    unlike: plan.unlike?.map(absolute),
    masks: plan.masks && absolute(plan.masks),
    teachers: plan.teachers?.map(file),
    preprocessing: plan.preprocessing?.map(file),
  };
}

/**
 * What a call that goes on with a run asks for: where it names no faces, those that the run was begun with and all that belongs to
 * them; where it does, what it says.
 *
 * @throws Error where neither says which faces
 */
export function resumedPlan(begun: TrainingPlan | undefined, asked: TrainingPlan): TrainingPlan {
  const said = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) as TrainingPlan;
  const saysFaces = said.data !== undefined || said.synthetic !== undefined;
  if (begun === undefined && !saysFaces) throw new Error(`${asked.out} does not tell which faces it was begun with, as older runs do not: name the data sets and options again`);
  // The recipe lies in the folder itself.
  const unsaid = saysFaces ? { threads: begun?.threads, workers: begun?.workers } : { ...begun, recipe: undefined, settings: undefined };
  return { ...unsaid, ...said };
}
