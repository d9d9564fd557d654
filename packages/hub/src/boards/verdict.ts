/** What stands beside a claim; derived whenever it's shown, never stored. */
export type Word = "claimed" | "not comparable" | "reproduced" | "lower than claimed" | "higher than claimed" | "retrained" | "failed" | "disputed" | "measured";

export interface ClaimedFigure {
  /** As written, which tells its last digit. */
  readonly raw: string;
  readonly number: number | null;
  readonly protocolId: number | null;
}

export interface MeasuredFigure {
  readonly state: string;
  readonly relation: string;
  readonly protocolId: number;
  readonly number: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * The word for a claim and what was measured beside it. The same protocol is asked for before anything is compared, and
 * the same weights before anything is judged.
 *
 * @param tolerance what the board allows besides the last digit and half of the interval
 */
export function verdict(claim: ClaimedFigure | undefined, measured: MeasuredFigure | undefined, disputed = false, tolerance = 0): Word {
  if (measured === undefined) return disputed ? "disputed" : "claimed";
  if (measured.state === "failed") return "failed";
  if (measured.state !== "succeeded" && measured.state !== "stale") return disputed ? "disputed" : "claimed";
  if (claim === undefined || claim.number === null || measured.number === null) return claim === undefined ? "measured" : "not comparable";
  if (claim.protocolId === null || claim.protocolId !== measured.protocolId) return "not comparable";
  if (measured.relation !== "same weights") return "retrained";
  const difference = measured.number - claim.number;
  const half = measured.low === null || measured.high === null ? 0 : (measured.high - measured.low) / 2;
  // A hair more, for figures like 97.35 that a double doesn't hold.
  if (Math.abs(difference) <= Math.max(halfOfLastDigit(claim.raw), tolerance, half) + 1e-9) return "reproduced";
  return difference < 0 ? "lower than claimed" : "higher than claimed";
}

/** "98.06" → 0.005: what rounding may have taken. */
export function halfOfLastDigit(raw: string): number {
  const decimals = /\d\.(\d+)/.exec(raw)?.[1]?.length ?? 0;
  return 0.5 * 10 ** -decimals;
}
