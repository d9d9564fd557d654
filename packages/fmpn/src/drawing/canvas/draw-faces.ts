import { alignment } from "../../faces/align.js";
import type { Eyes } from "../../faces/face.js";
import { invert } from "../../images/affine.js";
import type { Point } from "../../images/affine.js";
import type { Box } from "../../images/box.js";
import type { PageClass } from "../../images/drawable.js";
import type { Color } from "../paint.js";
import { palette } from "../palette.js";
import { percent, ranked } from "../recognition-card.js";
import { maskImage } from "./mask-image.js";

/** What a canvas shows of a face; the recogniser's faces have it all. */
export interface OverlaidFace {
  readonly box: Box;
  readonly eyes: Eyes;
  readonly expression: string;
  /** In [0, 1], by class name. */
  readonly probabilities: Readonly<Record<string, number>>;
  /** `S × S` values in [0, 1]. */
  readonly mask: Float32Array;
  /** Shown before the expression, as a tracked face's number. */
  readonly id?: number | undefined;
  readonly landmarks?: readonly Point[] | undefined;
}

/** How to draw faces over a picture or video. */
export interface OverlayOptions {
  /** Canvas pixels for one pixel of the picture, by default 1. */
  readonly scale?: number | undefined;
  /** The width of the picture, where it is shown as a mirror shows it: places are mirrored, words are not. */
  readonly mirroredWidth?: number | undefined;
  /** Opacity of the mask's strongest motion: 0, the default, draws no mask. */
  readonly mask?: number | undefined;
  /** Margin of the model's crops, as its card has it; by default 0. */
  readonly margin?: number | undefined;
  readonly box?: boolean | undefined;
  readonly label?: boolean | undefined;
  /** How many of the most probable classes get a bar below the label: none by default. */
  readonly bars?: number | undefined;
  /** Whether the landmarks are drawn, where a face has them. */
  readonly landmarks?: boolean | undefined;
  /** Height of the text in canvas pixels, by default 14. */
  readonly textSize?: number | undefined;
}

/** The context of a canvas, of a page or off screen. */
export type CanvasContext = PageClass<"CanvasRenderingContext2D"> | PageClass<"OffscreenCanvasRenderingContext2D">;

/**
 * Draws boxes, labels, bars and motion masks of faces onto a canvas that lies over a picture or video of the same shape.
 * What was on the canvas stays: clear it first.
 *
 * ```ts
 * for await (const { faces } of recognizer.track(video)) {
 *   context.clearRect(0, 0, canvas.width, canvas.height);
 *   drawFaces(context, faces, { scale: canvas.width / video.videoWidth, mask: 0.7 });
 * }
 * ```
 */
export function drawFaces(context: CanvasContext, faces: readonly OverlaidFace[], options: OverlayOptions = {}): void {
  const { mask = 0, box = true, label = true, landmarks = false } = options;
  context.save();
  for (const face of faces) {
    if (mask > 0) drawMask(context, face, mask, options);
    if (landmarks) drawLandmarks(context, face, options);
    if (box) drawBox(context, placed(face.box, options));
  }
  // Words last: no box crosses them.
  if (label) for (const face of faces) drawLabel(context, face, options);
  context.restore();
}

function placed({ x, y, width, height }: Box, { scale = 1, mirroredWidth }: OverlayOptions): Box {
  const left = mirroredWidth === undefined ? x : mirroredWidth - x - width;
  return { x: left * scale, y: y * scale, width: width * scale, height: height * scale };
}

function drawMask(context: CanvasContext, { mask, eyes }: OverlaidFace, opacity: number, { scale = 1, mirroredWidth, margin = 0 }: OverlayOptions): void {
  const image = maskImage(mask, opacity, margin);
  const layer = layerOf(image);
  const { a, b, c, d, e, f } = invert(alignment(eyes, { size: image.width, margin }));
  context.save();
  context.scale(scale, scale);
  if (mirroredWidth !== undefined) context.transform(-1, 0, 0, 1, mirroredWidth, 0);
  context.transform(a, d, b, e, c, f);
  context.drawImage(layer, 0, 0);
  context.restore();
}

function layerOf(image: ImageData): OffscreenCanvas {
  const layer = new OffscreenCanvas(image.width, image.height);
  layer.getContext("2d")?.putImageData(image, 0, 0);
  return layer;
}

/** White between two dark lines: to be seen on any picture. */
function drawBox(context: CanvasContext, { x, y, width, height }: Box): void {
  for (const [line, color] of [[4, css(palette.ink, 0.55)], [2, "#fff"]] as const) {
    context.lineWidth = line;
    context.strokeStyle = color;
    context.beginPath();
    context.roundRect(x, y, width, height, 6);
    context.stroke();
  }
}

function drawLandmarks(context: CanvasContext, { landmarks = [] }: OverlaidFace, options: OverlayOptions): void {
  context.fillStyle = "#fff";
  context.strokeStyle = css(palette.ink, 0.7);
  context.lineWidth = 1;
  for (const { x, y } of landmarks) {
    const at = placed({ x, y, width: 0, height: 0 }, options);
    context.beginPath();
    context.arc(at.x, at.y, 2.2, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
  }
}

/** The label above the box (within it where the picture ends), the bars below one another under it. */
function drawLabel(context: CanvasContext, face: OverlaidFace, options: OverlayOptions): void {
  const { textSize = 14, bars = 0 } = options;
  const box = placed(face.box, options);
  const { expression, probabilities, id } = face;
  context.font = `500 ${textSize}px system-ui, sans-serif`;
  context.textBaseline = "middle";
  const words = `${id === undefined ? "" : `${id}  `}${expression} ${percent(probabilities[expression] ?? 0)}`;
  const lines = ranked(probabilities).slice(0, bars);
  const line = textSize * 1.35;
  const height = textSize * 1.8;
  const width = context.measureText(words).width + textSize;
  const inside = (value: number, most: number): number => Math.max(0, Math.min(value, most));
  const x = inside(box.x, context.canvas.width - width);
  const y = inside(box.y - height - 3, context.canvas.height - height);
  plate(context, { x, y, width, height });
  context.fillStyle = "#fff";
  context.fillText(words, x + textSize / 2, y + height / 2 + 0.5);
  if (lines.length === 0) return;
  const card = { width: textSize * 13, height: lines.length * line + textSize * 0.7 };
  const left = inside(box.x + box.width + 6 + card.width <= context.canvas.width ? box.x + box.width + 6 : box.x - card.width - 6, context.canvas.width - card.width);
  const top = inside(box.y, context.canvas.height - card.height);
  plate(context, { x: left, y: top, ...card });
  context.font = `${textSize * 0.85}px system-ui, sans-serif`;
  lines.forEach(([name, share], index) => {
    const middle = top + textSize * 0.35 + (index + 0.5) * line;
    context.fillStyle = name === expression ? "#fff" : css(palette.track, 0.85);
    context.fillText(name, left + textSize / 2, middle, textSize * 5.4);
    context.fillStyle = css(palette.quiet, 0.4);
    context.fillRect(left + textSize * 6, middle - 3, textSize * 6.4, 6);
    context.fillStyle = name === expression ? css(palette.answer) : css(palette.quiet);
    context.fillRect(left + textSize * 6, middle - 3, textSize * 6.4 * share, 6);
  });
}

function plate(context: CanvasContext, { x, y, width, height }: Box): void {
  context.fillStyle = css(palette.ink, 0.88);
  context.beginPath();
  context.roundRect(x, y, width, height, 6);
  context.fill();
}

function css([red, green, blue]: Color, opacity = 1): string {
  return `rgb(${red} ${green} ${blue} / ${opacity})`;
}
