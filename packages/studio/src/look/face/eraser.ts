import { createPicture, type Picture } from "fmpn/pictures";
import { drawPicture } from "./steps.js";

/** A crop that can be drawn over. */
export interface Eraser {
  show(crop: Picture): void;
}

/**
 * Lets the visitor cover parts of a crop with its mean colour, by pointer or keyboard.
 *
 * @param radius of the patch in the crop's pixels
 * @param onChange told of the crop as it is now
 */
export function createEraser(canvas: HTMLCanvasElement, radius: () => number, onChange: (crop: Picture) => void): Eraser {
  let crop: Picture | undefined;
  let mean: readonly number[] = [];
  let at = { x: 0, y: 0 };

  const cover = (x: number, y: number): void => {
    if (crop === undefined) return;
    const { width, height, channels, data } = crop;
    const r = radius();
    for (let row = Math.max(0, Math.floor(y - r)); row < Math.min(height, y + r); row++) {
      for (let column = Math.max(0, Math.floor(x - r)); column < Math.min(width, x + r); column++) {
        if (Math.hypot(column + 0.5 - x, row + 0.5 - y) > r) continue;
        for (let channel = 0; channel < channels; channel++) data[(row * width + column) * channels + channel] = mean[channel] ?? 0;
      }
    }
    draw();
    onChange(crop);
  };
  const draw = (): void => {
    if (crop === undefined) return;
    drawPicture(canvas, crop);
    if (document.activeElement !== canvas) return;
    const context = canvas.getContext("2d");
    if (context === null) return;
    context.strokeStyle = "#fff";
    context.lineWidth = 0.8;
    context.beginPath();
    context.arc(at.x, at.y, radius(), 0, 2 * Math.PI);
    context.stroke();
  };
  const follow = (event: PointerEvent): void => {
    if (event.buttons === 0 || crop === undefined) return;
    at = { x: (event.offsetX / canvas.clientWidth) * crop.width, y: (event.offsetY / canvas.clientHeight) * crop.height };
    cover(at.x, at.y);
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    follow(event);
  });
  canvas.addEventListener("pointermove", follow);
  canvas.addEventListener("focus", draw);
  canvas.addEventListener("blur", draw);
  canvas.addEventListener("keydown", (event) => {
    if (crop === undefined) return;
    const step = radius() / 2;
    const moves: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    const move = moves[event.key];
    if (move !== undefined) {
      at = { x: Math.min(crop.width, Math.max(0, at.x + move[0])), y: Math.min(crop.height, Math.max(0, at.y + move[1])) };
      draw();
    } else if (event.key === "Enter" || event.key === " ") cover(at.x, at.y);
    else return;
    event.preventDefault();
  });
  return {
    show(whole) {
      crop = createPicture(whole.width, whole.height, whole.channels, whole.data.slice());
      mean = meanColor(whole);
      at = { x: whole.width / 2, y: whole.height * 0.7 };
      draw();
    },
  };
}

function meanColor({ channels, data }: Picture): number[] {
  const sums = Array.from({ length: channels }, () => 0);
  data.forEach((value, index) => (sums[index % channels] = (sums[index % channels] ?? 0) + value));
  return sums.map((sum) => (sum * channels) / data.length);
}
