import type { TrackedFace } from "fmpn";
import { drawFaces, type OverlayOptions } from "fmpn/drawing";
import { contextOf } from "./elements.js";

/** Draws the faces of a video's frame on the canvas over it, in the pixels of the screen. */
export function drawOverlay(canvas: HTMLCanvasElement, video: HTMLVideoElement, faces: readonly TrackedFace[], options: OverlayOptions & { readonly mirrored?: boolean }): void {
  const { mirrored = false, ...drawing } = options;
  const [width, height] = [Math.round(canvas.clientWidth * devicePixelRatio), Math.round(canvas.clientHeight * devicePixelRatio)];
  if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
  const context = contextOf(canvas);
  context.clearRect(0, 0, width, height);
  if (video.videoWidth === 0) return;
  drawFaces(context, faces, {
    ...drawing,
    scale: width / video.videoWidth,
    textSize: Math.max(11, 13 * devicePixelRatio),
    mirroredWidth: mirrored ? video.videoWidth : undefined,
  });
}
