import { createRandom } from "@fmpn/graph";
import type { Prediction, Predictions } from "#src/evaluation/prediction.js";

/** Predictions written as truth → probabilities (none: no face was found). */
export function predictionsOf(classes: readonly string[], rows: readonly (readonly [string, readonly number[]])[]): Predictions {
  const faces = rows.map(([truth, probabilities], index): Prediction => ({
    file: `${index}.png`,
    truth,
    probabilities,
    faceFound: probabilities.length > 0,
  }));
  return { classes, faces };
}

/**
 * A model of three classes that is right with a given probability, `perSubject` faces a subject. Subjects differ: `spread` is
 * added to or taken from the skill for half of them each.
 */
export function randomPredictions(seed: number, subjects: number, perSubject: number, skill: number, spread = 0): Predictions {
  const classes = ["anger", "happiness", "surprise"];
  const random = createRandom(seed, "predictions");
  const faces = Array.from({ length: subjects * perSubject }, (_, index): Prediction => {
    const subject = Math.floor(index / perSubject);
    const truth = index % 3;
    const right = random.uniform() < skill + (subject % 2 === 0 ? spread : -spread);
    const answer = right ? truth : (truth + 1 + random.integer(2)) % 3;
    const probabilities = classes.map((_, k) => (k === answer ? 0.7 : 0.15));
    return { file: `${subject}/${index}.png`, subject: `s${subject}`, fold: String(subject % 4), truth: classes[truth], probabilities, faceFound: true };
  });
  return { classes, faces };
}
