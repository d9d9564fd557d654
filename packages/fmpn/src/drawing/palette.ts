import type { Color } from "./paint.js";

/** The colours of what is drawn, and (in light) of the pages that it is shown on. */
export const palette = {
  paper: [250, 249, 246],
  ink: [38, 38, 43],
  muted: [102, 100, 107],
  track: [236, 234, 228],
  quiet: [168, 165, 170],
  /** The motion colours' red: the answer's bar, so that mask and answer are seen to belong together. */
  answer: [198, 50, 76],
} as const satisfies Readonly<Record<string, Color>>;
