import { count, faceBars, html, type Html, nothing, photoFigure } from "@fmpn/page";
import { percent } from "fmpn/drawing";
import { differenceWords } from "../shared/difference.js";
import type { PictureResult } from "./results.js";

/** One picture of the grid. @param index its number among all results @param neutral probabilities of the visitor's neutral face */
export function pictureCard({ name, faces, error, view }: PictureResult, index: number, neutral: Readonly<Record<string, number>> | undefined): Html {
  if (error !== undefined || view === undefined) return html`<article><p class="notice bad"><strong>${name}</strong> ${error}</p></article>`;
  const said = faces.map(({ expression, probabilities }) => `${expression} ${percent(probabilities[expression] ?? 0)}`);
  const labels = faces.map(({ box, expression }, face) => ({
    box: { x: box.x / view.pixelWidth, y: box.y / view.pixelHeight, width: box.width / view.pixelWidth, height: box.height / view.pixelHeight },
    text: `${faces.length > 1 ? `${face + 1} ` : ""}${expression}`,
  }));
  return html`<article class="${faces.length > 2 ? "many" : ""}" data-picture="${index}">
<figure>${photoFigure({ ...view, alt: `${name}: ${faces.length === 0 ? "no face found" : `${count(faces.length, "face")}, looks like ${said.join(", ")}`}` }, labels)}
<figcaption><span>${name}</span>${faces.length === 0 ? html`<span>no face found</span>` : html`<button type="button" class="chip" data-do="png">PNG</button>`}</figcaption></figure>
${faces.length === 0 ? nothing : html`<ol class="faces">${faces.map(({ expression, probabilities }, face) => html`<li class="face"><canvas class="crop" aria-hidden="true" data-face="${face}"></canvas><div><h2>${faces.length > 1 ? html`<small>${face + 1}</small> ` : nothing}${expression}</h2>${faceBars(probabilities, expression)}
${neutral === undefined ? nothing : html`<p class="note">Beside your neutral face: ${differenceWords(probabilities, neutral)}.</p>`}
<p class="row"><button type="button" class="chip" data-do="look" data-face="${face}">Look closer</button><button type="button" class="chip" data-do="compare" data-face="${face}">Compare</button><button type="button" class="chip" data-do="neutral" data-face="${face}">My neutral face</button></p></div></li>`)}</ol>`}
</article>`;
}
