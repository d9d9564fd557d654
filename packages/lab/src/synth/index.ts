/** Synthetic faces: `@fmpn/lab/synth`. */
export { drawSynthesisSheet } from "./synthesis-sheet.js";
export { synthesizeDataSet, type SynthesizedSet, type SynthesizedSetOptions } from "./synthesize-data-set.js";
export { type SynthesisOptions, synthesizeFace, SYNTHETIC_EXPRESSIONS, type SyntheticFace } from "./synthesize-face.js";
