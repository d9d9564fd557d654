import type { RecognizedFace } from "fmpn";
import { percent } from "fmpn/drawing";
import { timelineChart } from "../charts/timeline-chart.js";
import { count } from "../figures.js";
import { classes, html, type Html, nothing } from "../html.js";
import { standaloneDocument } from "../standalone-document.js";
import { faceBars } from "./face-bars.js";
import { type FaceTimeline, timelineOf } from "./timeline.js";
import { photoFigure } from "./photo.js";
import { WHAT_AN_ANSWER_IS } from "../parts/what-an-answer-is.js";

/** A picture as the page holds it: small JPEG files as `data:` addresses. */
export interface PagePicture {
  readonly file: string;
  readonly faces: readonly RecognizedFace[];
  readonly error?: string | undefined;
  readonly photo?: PagePhoto | undefined;
  /** Of a video, of which the photo is one frame: the probabilities over time, face by face. */
  readonly timelines?: readonly FaceTimeline[] | undefined;
  /** When that frame was, in seconds. */
  readonly time?: number | undefined;
}

export interface PagePhoto {
  /** Sides of the JPEG files. */
  readonly width: number;
  readonly height: number;
  /** Sides of the picture that the faces' boxes speak of. */
  readonly pixelWidth: number;
  readonly pixelHeight: number;
  readonly plain: string;
  /** With the masks laid over the faces; missing where there is none. */
  readonly masked?: string | undefined;
  /** In the order of the faces. */
  readonly overlays: readonly FaceOverlay[];
}

/** A face's crop, with and without its mask. */
export interface FaceOverlay {
  readonly plain: string;
  readonly masked: string;
}

/** What the page says besides its pictures. */
export interface PageFacts {
  /** What the model is called. */
  readonly model: string;
  /** What the network ran on. */
  readonly provider: string;
  /** Whose pictures these are. */
  readonly credit?: string | undefined;
}

/**
 * A page to look at, in one file: styles and pictures within it, no script, no address; it opens from a disk without a
 * network.
 *
 * @param leftOut how many pictures came before these and are not on the page
 */
export function recognitionPage(pictures: readonly PagePicture[], { model, provider, credit }: PageFacts, leftOut = 0): string {
  const faces = pictures.flatMap((picture) => picture.faces);
  const unread = pictures.filter(({ error }) => error !== undefined);
  const read = pictures.filter(({ error }) => error === undefined);
  const title = `Expressions in ${count(read.length, "picture")}`;
  return standaloneDocument({
    title,
    head: html`<meta name="generator" content="fmpn recognize">
`,
    main: html`<input type="checkbox" id="masks" class="away" aria-label="Show the motion masks">
<h1>${title}</h1>
<p class="lead">${count(faces.length, "face")}${expressionCounts(faces)}. Each picture can show its <em>motion mask</em>: where the network sees that this face has moved away from its neutral form. A neutral face has a dark one.${leftOut === 0 ? "" : ` This page holds the last pictures; ${count(leftOut, "earlier one")} ${leftOut === 1 ? "is" : "are"} left out.`}</p>
<p class="row mask-controls"><label for="masks" class="switch"><i aria-hidden="true"></i>Show the motion masks</label> <span class="scale">less <i aria-hidden="true"></i> more</span></p>
<div class="photos">
${read.map(pictureArticle)}</div>
${unread.length === 0 ? nothing : unreadSection(unread)}`,
    footer: html`<footer class="site-foot"><p class="prose"><strong>What this is, and is not.</strong> ${WHAT_AN_ANSWER_IS}</p>
<p>fmpn recognize, model ${model}, ran on ${provider}.${credit === undefined ? "" : ` Pictures: ${credit}.`}</p></footer>`,
  });
}

function expressionCounts(faces: readonly RecognizedFace[]): string {
  const counts = new Map<string, number>();
  for (const { expression } of faces) counts.set(expression, (counts.get(expression) ?? 0) + 1);
  const words = [...counts].toSorted(([, one], [, other]) => other - one).map(([name, number]) => `${name} ${number}`);
  return words.length === 0 ? "" : ` (${words.join(", ")})`;
}

function pictureArticle({ file, faces, photo, timelines = [], time }: PagePicture): Html {
  const said = faces.map(({ expression, probabilities }) => `${expression} ${percent(probabilities[expression] ?? 0)}`);
  const alt = `${file}: ${faces.length === 0 ? "no face found" : `${count(faces.length, "face")}, ${said.join(", ")}`}`;
  const labels = faces.map(({ box, expression }, index) => ({
    box: photo === undefined ? box : { x: box.x / photo.pixelWidth, y: box.y / photo.pixelHeight, width: box.width / photo.pixelWidth, height: box.height / photo.pixelHeight },
    text: `${faces.length > 1 ? `${index + 1} ` : ""}${expression}`,
  }));
  return html`<article${classes(faces.length > 2 && "many")}>
<figure>${photo === undefined ? nothing : photoFigure({ ...photo, alt }, labels)}<figcaption>${file.split("/").at(-1) ?? file}${time === undefined ? nothing : html`<span>at ${time.toFixed(1)} s</span>`}${faces.length === 0 ? html`<span>no face found</span>` : nothing}</figcaption></figure>
${faces.length === 0 ? nothing : html`<ol class="faces">
${faces.map((face, index) => faceItem(face, photo?.overlays[index], faces.length > 1 ? index + 1 : undefined))}</ol>`}
${timelines.length === 0 ? nothing : html`<figure class="timeline wide">${timelineChart(timelineOf(timelines))}</figure>`}</article>
`;
}

/** A mask of movement on a face that does not move wants a word. */
const AT_REST = "A face at rest. A network that was taught each face's own motion, as the bundled one was, shows little on it; one that was taught a mask for each class shows where an expression would have moved it.";

function faceItem({ expression, probabilities }: RecognizedFace, overlay: FaceOverlay | undefined, number: number | undefined): Html {
  const place = number === undefined ? "" : `Face ${number}: `;
  return html`<li class="face">
<div class="crop">${overlay === undefined ? nothing : html`<img src="${overlay.masked}" alt="${place}motion mask over the face"><img class="plain" src="${overlay.plain}" alt="" aria-hidden="true">`}</div>
<div><h2>${number === undefined ? nothing : html`<small>${number}</small> `}${expression}</h2>
${faceBars(probabilities, expression)}${expression === "neutral" ? html`<p class="note">${AT_REST}</p>` : nothing}</div>
</li>
`;
}

function unreadSection(unread: readonly PagePicture[]): Html {
  return html`<section class="unread"><h2>Could not be read</h2><ul class="plain">${unread.map(({ file, error = "" }) => html`<li><strong>${file}</strong> ${error}</li>`)}</ul></section>`;
}
