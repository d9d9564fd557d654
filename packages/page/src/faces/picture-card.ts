import type { RecognizedFace } from "fmpn";
import { percent } from "fmpn/drawing";
import { count } from "../figures.js";
import { classes, type Content, html, type Html, nothing } from "../html.js";
import { faceBars } from "./face-bars.js";
import { type Photo, photoFigure } from "./photo.js";

/** Small copies of a picture, and the sides of the picture that its faces' boxes speak of. */
export interface PictureView extends Omit<Photo, "alt"> {
  readonly pixelWidth: number;
  readonly pixelHeight: number;
}

/** A picture that a page has looked at. */
export interface SeenPicture {
  readonly name: string;
  readonly faces: readonly RecognizedFace[];
  /** Why it could not be read. */
  readonly error?: string | undefined;
  readonly view?: PictureView | undefined;
}

export interface PictureCardOptions {
  /** What stands beside the picture's name. */
  readonly beside?: Content | undefined;
  /** What stands below a face's bars. @param face its number in the picture */
  readonly below?: ((face: RecognizedFace, index: number) => Content) | undefined;
}

/**
 * A picture with its faces, made in the browser that looked at it; each face has a canvas with `data-face`, to be drawn on.
 *
 * @param index the picture's number, for `data-picture`
 */
export function pictureCard({ name, faces, error, view }: SeenPicture, index: number, { beside, below }: PictureCardOptions = {}): Html {
  if (error !== undefined || view === undefined) return html`<article><p class="notice bad"><strong>${name}</strong> ${error}</p></article>`;
  const said = faces.map(({ expression, probabilities }) => `${expression} ${percent(probabilities[expression] ?? 0)}`);
  const labels = faces.map(({ box, expression }, face) => ({
    box: { x: box.x / view.pixelWidth, y: box.y / view.pixelHeight, width: box.width / view.pixelWidth, height: box.height / view.pixelHeight },
    text: `${faces.length > 1 ? `${face + 1} ` : ""}${expression}`,
  }));
  return html`<article${classes(faces.length > 2 && "many")} data-picture="${index}">
<figure>${photoFigure({ ...view, alt: `${name}: ${faces.length === 0 ? "no face found" : `${count(faces.length, "face")}, looks like ${said.join(", ")}`}` }, labels)}
<figcaption><span>${name}</span>${faces.length === 0 ? html`<span>no face found</span>` : beside}</figcaption></figure>
${faces.length === 0 ? nothing : html`<ol class="faces">${faces.map((face, at) => html`<li class="face"><canvas class="crop" aria-hidden="true" data-face="${at}"></canvas><div><h2>${faces.length > 1 ? html`<small>${at + 1}</small> ` : nothing}${face.expression}</h2>${faceBars(face.probabilities, face.expression)}
${below?.(face, at)}</div></li>`)}</ol>`}
</article>`;
}
