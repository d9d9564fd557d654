import { faceBars, html, raw, type Html } from "@fmpn/page";
import type { TrackedFace } from "fmpn";
import { overlayMask, percent, pictureImage } from "fmpn/drawing";
import type { Desk } from "./desk.js";
import { differenceWords } from "./difference.js";
import { contextOf, find, show } from "./elements.js";

/** How often bars and crops are drawn anew: a person reads no faster. */
const EVERY_MS = 100;

/** Shows a card for each face that a video shows now, in the order of their numbers, with bars that keep their places. */
export function createSeenFaces(place: HTMLElement, desk: Desk, from: string): { update(faces: readonly TrackedFace[]): void; clear(words: string): void } {
  let shown = "";
  let last = 0;
  let now: readonly TrackedFace[] = [];
  place.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("button") : null;
    const face = now.find(({ id }) => String(id) === button?.dataset["face"]);
    if (button === null || face === undefined) return;
    if (button.dataset["do"] === "neutral") desk.neutral.set({ face, from });
    else {
      desk.subject.set({ face, from });
      desk.go("face");
    }
  });
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
      for (const face of now) refresh(place, face, desk);
    },
    clear(words) {
      now = [];
      shown = "";
      show(place, html`<p class="soft">${words}</p>`);
    },
  };
}

function cardOf({ id, probabilities, expression, crop }: TrackedFace): Html {
  return html`<li class="face" id="seen-${id}">
<canvas class="crop" width="${crop.width}" height="${crop.height}" aria-hidden="true"></canvas>
<div><h2><small>${id}</small> <span class="answer">${expression}</span></h2>${faceBars(probabilities, expression, "given")}<p class="note difference"></p>
<p class="row"><button type="button" data-face="${id}" data-do="look">Look closer</button><button type="button" data-face="${id}" data-do="neutral">My neutral face</button></p></div>
</li>${raw("\n")}`;
}

function refresh(place: HTMLElement, face: TrackedFace, desk: Desk): void {
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
  contextOf(find("canvas", HTMLCanvasElement, card)).putImageData(pictureImage(overlayMask(face.crop, face.mask, face.margin)), 0, 0);
  const neutral = desk.neutral.get();
  find(".difference", HTMLElement, card).textContent = neutral === undefined ? "" : `Beside your neutral face: ${differenceWords(face.probabilities, neutral.face.probabilities)}.`;
}
