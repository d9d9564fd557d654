/** Aligned faces in memory, ready to be augmented. */
export interface TrainingFaces {
  readonly count: number;
  /** Side of the stored square crops: the network's size and a border to shift in. */
  readonly side: number;
  /** count × side × side × 3, RGB interleaved. */
  readonly pixels: Uint8Array;
  /** Class of each face, an index into the recipe's classes. */
  readonly labels: Uint8Array;
  /** The masks that faces are taught, side × side each, 0 to 255. */
  readonly masks: readonly Uint8Array[];
  /** Which mask each face is taught: its class's, or one of its own. */
  readonly maskOf: Uint32Array;
}

/** How much wider than the network's input crops are stored: the paper's 320 px for 299. */
export const borderFactor = 320 / 299;

/** Side of stored crops for a network of a size. */
export function storedSide(size: number): number {
  return Math.round(size * borderFactor);
}
