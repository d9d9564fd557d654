import type { Canvas } from "./canvas.js";
import { paintBeard, paintFringe, paintHead } from "./paint-head.js";
import { paintBrows, paintEyes, paintGlasses } from "./paint-eyes.js";
import { paintMouth } from "./paint-mouth.js";
import { paintNose } from "./paint-nose.js";
import { paintWrinkles } from "./paint-wrinkles.js";
import type { Sitter } from "./sitter.js";

/** Paints the face over whatever background the canvas has, from the back of the hair to the glasses. */
export function paintFace(canvas: Canvas, sitter: Sitter): void {
  paintHead(canvas, sitter);
  paintBeard(canvas, sitter);
  paintWrinkles(canvas, sitter);
  paintNose(canvas, sitter);
  paintEyes(canvas, sitter);
  paintBrows(canvas, sitter);
  paintMouth(canvas, sitter);
  paintFringe(canvas, sitter);
  paintGlasses(canvas, sitter);
}
