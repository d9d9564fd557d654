/** The classes of the bundled model, in the order of its logits. A model of your own may have others. */
export const expressions = ["neutral", "anger", "disgust", "fear", "happiness", "sadness", "surprise"] as const;

/** What the bundled model names. */
export type Expression = (typeof expressions)[number];
