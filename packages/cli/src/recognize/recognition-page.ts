import { motionColor, percent, ranked, type RecognizedFace } from "fmpn";
import { escapeHtml } from "./escape-html.js";
import type { FaceOverlay, PagePicture } from "./page-picture.js";
import { pageStyle } from "./page-style.js";
import { count } from "./recognition-table.js";

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
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="fmpn recognize">
<title>Expressions in ${count(read.length, "picture")}</title>
<style>${pageStyle(legendGradient())}</style>
</head>
<body>
<input type="checkbox" id="masks" class="masks-switch">
<header>
<h1>Expressions in ${count(read.length, "picture")}</h1>
<p class="lead">${count(faces.length, "face")}${expressionCounts(faces)}. Each picture can show its <em>motion mask</em>: where the network expects the muscles of this face to have moved, and looks most closely.${leftOut === 0 ? "" : ` This page holds the last pictures; ${count(leftOut, "earlier one")} ${leftOut === 1 ? "is" : "are"} left out.`}</p>
<div class="controls">
<label for="masks" class="toggle"><span class="knob" aria-hidden="true"></span>Show the motion masks</label>
<span class="legend"><span>less</span><span class="ramp" aria-hidden="true"></span><span>more</span></span>
</div>
</header>
<main>
${read.map(pictureArticle).join("\n")}
</main>
${unread.length === 0 ? "" : unreadSection(unread)}
<footer>
<p><strong>What this is, and is not.</strong> The names above say what a face looks like to a network, not what a person feels: people smile without being happy, and are happy without smiling. The network is wrong at times, and how often for which groups of people was not measured. It is made for research and for play, not for decisions about people; at work and in schools the law of some countries forbids such uses.</p>
<p class="facts">fmpn recognize, model ${escapeHtml(model)}, ran on ${escapeHtml(provider)}.${credit === undefined ? "" : ` Pictures: ${escapeHtml(credit)}.`}</p>
</footer>
</body>
</html>
`;
}

function expressionCounts(faces: readonly RecognizedFace[]): string {
  const counts = new Map<string, number>();
  for (const { expression } of faces) counts.set(expression, (counts.get(expression) ?? 0) + 1);
  const words = [...counts].toSorted(([, one], [, other]) => other - one).map(([name, number]) => `${escapeHtml(name)} ${number}`);
  return words.length === 0 ? "" : ` (${words.join(", ")})`;
}

function pictureArticle({ file, faces, photo }: PagePicture): string {
  const said = faces.map(({ expression, probabilities }) => `${expression} ${percent(probabilities[expression] ?? 0)}`);
  const alt = `${file}: ${faces.length === 0 ? "no face found" : `${count(faces.length, "face")}, ${said.join(", ")}`}`;
  const tags = faces.map(({ expression }, index) => `${faces.length > 1 ? `${index + 1} ` : ""}${expression}`);
  return `<article${faces.length > 2 ? ' class="wide"' : ""}>
<figure>
<div class="photo" style="aspect-ratio:${photo?.width ?? 1}/${photo?.height ?? 1}">
${photo === undefined ? "" : `<img src="${photo.plain}" width="${photo.width}" height="${photo.height}" alt="${escapeHtml(alt)}">`}
${photo?.masked === undefined ? "" : `<img class="masked" src="${photo.masked}" width="${photo.width}" height="${photo.height}" alt="" aria-hidden="true">`}
${photo === undefined ? "" : faces.map((face, index) => boxOnPhoto(face, tags[index] ?? "", photo)).join("\n")}
</div>
<figcaption>${escapeHtml(file.split("/").at(-1) ?? file)}${faces.length === 0 ? "<span>no face found</span>" : ""}</figcaption>
</figure>
${faces.length === 0 ? "" : `<ol>\n${faces.map((face, index) => faceItem(face, photo?.overlays[index], faces.length > 1 ? index + 1 : undefined)).join("\n")}\n</ol>`}
</article>`;
}

function boxOnPhoto({ box }: RecognizedFace, tag: string, { pixelWidth, pixelHeight }: NonNullable<PagePicture["photo"]>): string {
  const part = (value: number, whole: number): number => Math.min(1, Math.max(0, value / whole));
  const [left, top] = [part(box.x, pixelWidth), part(box.y, pixelHeight)];
  const [right, bottom] = [part(box.x + box.width, pixelWidth), part(box.y + box.height, pixelHeight)];
  const css = `left:${share(left)};top:${share(top)};width:${share(right - left)};height:${share(bottom - top)}`;
  // Text that starts on the right half grows to the left, or it would leave the picture.
  return `<div class="box${left > 0.6 ? " end" : ""}${top < 0.09 ? " low" : ""}" style="${css}" aria-hidden="true"><span>${escapeHtml(tag)}</span></div>`;
}

function faceItem({ expression, probabilities }: RecognizedFace, overlay: FaceOverlay | undefined, number: number | undefined): string {
  const bars = ranked(probabilities).map(
    ([name, value]) =>
      `<li${name === expression ? ' class="answer"' : ""}><span>${escapeHtml(name)}</span><i aria-hidden="true"><b style="width:${share(value)}"></b></i><span>${percent(value)}</span></li>`,
  );
  const place = number === undefined ? "" : `Face ${number}: `;
  return `<li class="face">
<div class="crop">${overlay === undefined ? "" : `<img src="${overlay.masked}" alt="${escapeHtml(`${place}motion mask over the face`)}"><img class="plain" src="${overlay.plain}" alt="" aria-hidden="true">`}</div>
<div><h2>${number === undefined ? "" : `<small>${number}</small> `}${escapeHtml(expression)}</h2>
<ul>${bars.join("")}</ul></div>
</li>`;
}

function unreadSection(unread: readonly PagePicture[]): string {
  const items = unread.map(({ file, error = "" }) => `<li><strong>${escapeHtml(file)}</strong> ${escapeHtml(error)}</li>`);
  return `<section class="unread"><h2>Could not be read</h2><ul>${items.join("")}</ul></section>`;
}

function share(value: number): string {
  return `${(value * 100).toFixed(2)}%`;
}

function legendGradient(): string {
  const stops = Array.from({ length: 9 }, (_, index) => `rgb(${motionColor((index / 8) * 255).join(",")})`);
  return `linear-gradient(90deg,${stops.join(",")})`;
}
