import type { RecognizedFace, TrackedFace } from "fmpn";
import { overlayMask, percent, pictureImage } from "fmpn/drawing";
import { faceBars } from "../faces/face-bars.js";
import { type Content, html, type Html, raw } from "../html.js";
import { contextOf, find, show } from "./elements.js";

/** How often bars and crops are drawn anew: a person reads no faster. */
const EVERY_MS = 100;

export interface SeenFacesOptions {
  /** Buttons below a face, each with `data-do`. */
  readonly buttons?: ((face: TrackedFace) => Content) | undefined;
  /** Told of a button that was pressed. @param what its `data-do` */
  readonly onPress?: ((what: string, face: TrackedFace) => void) | undefined;
  /** A sentence that changes with the face. */
  readonly words?: ((face: TrackedFace) => string) | undefined;
}

/** Shows a card for each face that a video shows now, in the order of their numbers, with bars that keep their places. */
export function createSeenFaces(place: HTMLElement, { buttons, onPress, words: wordsOf }: SeenFacesOptions = {}): { update(faces: readonly TrackedFace[]): void; clear(words: string): void } {
  let shown = "";
  let last = 0;
  let now: readonly TrackedFace[] = [];
  place.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("button") : null;
    const face = now.find(({ id }) => `seen-${id}` === button?.closest("li")?.id);
    if (button !== null && face !== undefined) onPress?.(button.dataset["do"] ?? "", face);
  });
  const cardOf = (face: TrackedFace): Html => html`<li class="face" id="seen-${face.id}">
<canvas class="crop" width="${face.crop.width}" height="${face.crop.height}" aria-hidden="true"></canvas>
<div><h2><small>${face.id}</small> <span class="answer">${face.expression}</span></h2>${faceBars(face.probabilities, face.expression, "given")}<p class="note difference"></p>
${buttons === undefined ? "" : html`<p class="row">${buttons(face)}</p>`}</div>
</li>${raw("\n")}`;
  return {
    update(faces) {
      now = faces.toSorted((one, other) => one.id - other.id);
      const key = now.map(({ id, probabilities }) => `${id}:${Object.keys(probabilities).join()}`).join("|");
      const rebuilt = key !== shown;
      if (!rebuilt && performance.now() - last < EVERY_MS) return;
      last = performance.now();
      if (rebuilt) {
        shown = key;
        show(place, now.length === 0 ? html`<p class="soft">Nobody is seen.</p>` : html`<ol class="faces">${now.map(cardOf)}</ol>`);
      }
      for (const face of now) refresh(place, face, wordsOf?.(face) ?? "");
    },
    clear(words) {
      now = [];
      shown = "";
      show(place, html`<p class="soft">${words}</p>`);
    },
  };
}

function refresh(place: HTMLElement, face: TrackedFace, words: string): void {
  const card = find(`#seen-${face.id}`, HTMLElement, place);
  find("h2 .answer", HTMLElement, card).textContent = face.expression;
  const lines = [...card.querySelectorAll(".bars li")];
  Object.entries(face.probabilities).forEach(([name, share], index) => {
    const line = lines[index];
    if (line === undefined) return;
    line.classList.toggle("answer", name === face.expression);
    line.querySelector("rect")?.setAttribute("width", `${(share * 100).toFixed(1)}%`);
    const figure = line.querySelector("span:last-child");
    if (figure !== null) figure.textContent = percent(share);
  });
  drawCrop(find("canvas", HTMLCanvasElement, card), face);
  find(".difference", HTMLElement, card).textContent = words;
}

/** Draws a face's crop with its motion mask on a canvas, in the crop's own pixels. */
export function drawCrop(canvas: HTMLCanvasElement, { crop, mask, margin }: RecognizedFace): void {
  if (canvas.width !== crop.width || canvas.height !== crop.height) [canvas.width, canvas.height] = [crop.width, crop.height];
  contextOf(canvas).putImageData(pictureImage(overlayMask(crop, mask, margin)), 0, 0);
}
