export interface PlateauOptions {
  /** What the rate is multiplied by when progress stops. */
  readonly factor?: number | undefined;
  /** Epochs without progress that are waited for. */
  readonly patience?: number | undefined;
  /** Relative fall of the loss that counts as progress. */
  readonly threshold?: number | undefined;
}

/** Where a plateau schedule stands; plain numbers, so that a checkpoint can keep it. */
export interface PlateauState {
  readonly factor: number;
  readonly best: number;
  readonly waited: number;
}

export const plateauStart: PlateauState = { factor: 1, best: Number.POSITIVE_INFINITY, waited: 0 };

/** PyTorch's `ReduceLROnPlateau` (mode min, relative threshold): the next state after an epoch's loss. */
export function observePlateau(
  state: PlateauState,
  loss: number,
  { factor = 0.1, patience = 10, threshold = 1e-4 }: PlateauOptions = {},
): PlateauState {
  if (loss < state.best * (1 - threshold)) return { ...state, best: loss, waited: 0 };
  if (state.waited + 1 > patience) return { factor: state.factor * factor, best: state.best, waited: 0 };
  return { ...state, waited: state.waited + 1 };
}
