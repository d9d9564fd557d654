import { resize } from "fmpn/pictures";
import { maskCorrelation } from "fmpn/prior";
import type { DataSet } from "../datasets/data-set.js";
import type { FoldMasks } from "../prior/motion-prior.js";
import { bootstrapMeans, type BootstrapOptions, type MeanFigure, unitsOf } from "./bootstrap.js";
import type { FaceClassifier } from "./face-classifier.js";
import { type FaceJudge, maskOf } from "./face-judge.js";

/** How well a model's masks agree with the masks that its classes were to learn. */
export interface PriorAgreement {
  readonly faces: number;
  /** Mean correlation (Pearson's, over all pixels) of a face's mask with the prior of its true class. */
  readonly correlation: MeanFigure;
  /** The same of a mask that is the mean of all priors, whatever the face: what can be had without telling faces apart. */
  readonly constant: MeanFigure;
  /** Share of faces whose mask correlates highest with the prior of their own class. */
  readonly matched: MeanFigure;
  readonly byClass: readonly { readonly label: string; readonly faces: number; readonly correlation: number; readonly matched: number }[];
  readonly over: "subjects" | "images";
  readonly units: number;
}

/**
 * Compares a model's masks with class masks as `fmpn prior` writes them, of the same crop margin as the model.
 *
 * @param priors by fold; where there are several, each face is compared with those of the fold that it is tested in
 * @throws Error where a face's fold or class has no mask, or the model makes none
 */
export function priorJudge({ name }: DataSet, { model, size }: FaceClassifier, priors: readonly FoldMasks[], options: BootstrapOptions = {}): FaceJudge<PriorAgreement> {
  const byFold = new Map(priors.map(({ fold, masks }) => [fold, masks.map(({ label, mask }) => ({ label, values: resize(mask, size, size).data }))]));
  const [only] = byFold.size === 1 ? byFold.values() : [];
  const faces: AgreeingFace[] = [];
  return {
    see(face) {
      const { sample } = face;
      const masks = only ?? byFold.get(String(sample.fold ?? ""));
      const own = masks?.find(({ label }) => label === sample.label);
      if (!masks || !own) {
        throw new Error(`${sample.file}: there is no class mask for ${masks ? sample.label : `fold ${sample.fold ?? "(none)"}`}; leave such faces out with --where`);
      }
      const mask = maskOf(face, model);
      const correlations = masks.map(({ values }) => maskCorrelation(mask, values));
      const mean = Float64Array.from(mask, (_, pixel) => masks.reduce((sum, { values }) => sum + values[pixel], 0));
      const correlation = correlations[masks.indexOf(own)];
      faces.push({
        label: sample.label,
        subject: sample.subject,
        correlation,
        constant: maskCorrelation(mean, own.values),
        matched: correlation === Math.max(...correlations) ? 1 : 0,
      });
    },
    judge() {
      if (faces.length === 0) throw new Error(`${name} has no faces to compare masks on`);
      return agreementOfAll(faces, options);
    },
  };
}

interface AgreeingFace {
  readonly label: string;
  readonly subject: string | undefined;
  readonly correlation: number;
  readonly constant: number;
  readonly matched: number;
}

function agreementOfAll(faces: readonly AgreeingFace[], options: BootstrapOptions): PriorAgreement {
  const units = unitsOf(faces);
  const [correlation, constant, matched] = bootstrapMeans(units, faces.map((face) => [face.correlation, face.constant, face.matched]), options);
  const byClass = [...new Set(faces.map(({ label }) => label))].sort().map((label) => {
    const members = faces.filter((face) => face.label === label);
    const mean = (of: "correlation" | "matched"): number => members.reduce((sum, face) => sum + face[of], 0) / members.length;
    return { label, faces: members.length, correlation: mean("correlation"), matched: mean("matched") };
  });
  return { faces: faces.length, correlation, constant, matched, byClass, over: units.of, units: units.members.length };
}
