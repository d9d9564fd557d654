/** Raised for weights that do not fit a network. The message names the tensors. */
export class WeightsError extends Error {
  override readonly name = "WeightsError";
}

/** `a, b, c and 12 more`. */
export function listed(names: readonly string[], most = 6): string {
  const shown = names.slice(0, most).join(", ");
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
