import { unitHash } from "../datasets/unit-hash.js";
import type { Sample } from "../datasets/data-set.js";
import type { Fold } from "./fold.js";
import { requireSubjects } from "./subjects.js";

/**
 * The fold with a share of its training people, at least one: for learning curves by people. Who stays is decided by names
 * alone, so that it is the same for every recipe, and the people of a smaller share are among those of a greater.
 *
 * @param share above 0 and up to 1
 */
export function withFewerPeople({ name, train, test }: Fold, samples: readonly Sample[], share: number): Fold {
  const subjects = requireSubjects(samples);
  const people = [...new Set(train.map((index) => subjects[index] ?? ""))].sort((a, b) => unitHash(a) - unitHash(b));
  const kept = new Set(people.slice(0, Math.max(1, Math.round(share * people.length))));
  return { name, test, train: train.filter((index) => kept.has(subjects[index] ?? "")) };
}
