/** What is seen beyond a picture's edge: its last pixels again, or one value for all channels in [0, 255]. */
export type Edge = "replicate" | number;
