/** A split that a browser can draw for itself, and what this hub measured on it. */
export interface OfferedSplit {
  readonly protocol: number;
  /** "Synthetic faces: Seed 2". */
  readonly name: string;
  readonly seed: number;
  readonly count: number;
  /** Of the pictures: a browser that draws others says so instead of comparing. */
  readonly contentSha256: string | null;
  readonly measured: { readonly slug: string; readonly accuracy: number; readonly low: number | null; readonly high: number | null; readonly answers: string | null } | undefined;
}

/** A model that runs in the visitor's browser: everything that its script is told, as data. */
export interface RunHereOffer {
  readonly model: string;
  readonly slug: string;
  readonly licence: string | null;
  readonly file: { readonly name: string; readonly sha256: string; readonly bytes: number; readonly address: string };
  readonly splits: readonly OfferedSplit[];
}
