import type { Sample } from "../datasets/data-set.js";

/** Indices of an expressive face and of the neutral face of the same person. */
export interface FacePair {
  readonly expressive: number;
  readonly neutral: number;
}

/**
 * The neutral face of every expressive one: the one that the manifest names; else the first of the same subject and
 * sequence; else the first of the same subject. Faces without one are left out.
 */
export function facePairs(samples: readonly Sample[]): FacePair[] {
  const byFile = new Map(samples.map((sample, i) => [sample.file, i]));
  const bySequence = new Map<string, number>();
  const bySubject = new Map<string, number>();
  samples.forEach(({ label, subject, sequence }, i) => {
    if (label !== "neutral" || subject === undefined) return;
    if (sequence !== undefined) setFirst(bySequence, `${subject}\0${sequence}`, i);
    setFirst(bySubject, subject, i);
  });
  return samples.flatMap((sample, expressive) => {
    if (sample.label === "neutral") return [];
    const { subject, sequence } = sample;
    const neutral =
      (sample.neutral === undefined ? undefined : byFile.get(sample.neutral)) ??
      (subject === undefined ? undefined : (bySequence.get(`${subject}\0${sequence}`) ?? bySubject.get(subject)));
    return neutral === undefined ? [] : [{ expressive, neutral }];
  });
}

function setFirst(map: Map<string, number>, key: string, value: number): void {
  if (!map.has(key)) map.set(key, value);
}
