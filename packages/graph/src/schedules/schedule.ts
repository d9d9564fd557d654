/** The factor on the base learning rate at an epoch (or step) counted from 0; fractions are allowed. */
export type Schedule = (epoch: number) => number;

/** The same rate throughout. */
export const constantRate: Schedule = () => 1;

/**
 * Constant for `constant` epochs, then linear towards 0 over `decay` more, as the authors' code has it:
 * 1 − max(0, e + 1 − constant)/(decay + 1).
 */
export function linearDecay(constant: number, decay: number): Schedule {
  return (epoch) => Math.max(0, 1 - Math.max(0, epoch + 1 - constant) / (decay + 1));
}

/** γ^⌊e/size⌋. */
export function stepDecay(size: number, gamma = 0.1): Schedule {
  return (epoch) => gamma ** Math.floor(epoch / size);
}

/** From 1 to `floor` along half a cosine over `length` epochs. */
export function cosineDecay(length: number, floor = 0): Schedule {
  return (epoch) => floor + ((1 - floor) * (1 + Math.cos(Math.PI * Math.min(1, epoch / length)))) / 2;
}

/** Rises linearly over `length` epochs, then follows `next`, which counts from its own 0. */
export function warmUp(length: number, next: Schedule): Schedule {
  return (epoch) => (epoch < length ? (epoch + 1) / (length + 1) : next(epoch - length));
}
