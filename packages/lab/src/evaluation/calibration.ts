import type { Answers } from "./answers.js";

/** Bins of equal width that confidences are counted in. */
export const CALIBRATION_BINS = 15;

/**
 * Expected calibration error (Naeini et al. 2015, Guo et al. 2017): the mean distance between how sure the answers of a bin
 * are and how many of them are right, weighted by their number. 0 is calibrated, 1 is always sure and never right. Faces that
 * were not found have no confidence and are left out.
 */
export function expectedCalibrationError({ truth, answer, confidence }: Answers): number {
  const sure = new Float64Array(CALIBRATION_BINS);
  const right = new Float64Array(CALIBRATION_BINS);
  let found = 0;
  for (let index = 0; index < truth.length; index += 1) {
    if (answer[index] < 0) continue;
    const bin = Math.min(CALIBRATION_BINS - 1, Math.floor(confidence[index] * CALIBRATION_BINS));
    sure[bin] += confidence[index];
    if (answer[index] === truth[index]) right[bin] += 1;
    found += 1;
  }
  let error = 0;
  for (let bin = 0; bin < CALIBRATION_BINS; bin += 1) error += Math.abs(sure[bin] - right[bin]);
  return found === 0 ? 0 : error / found;
}
