import { html, type Html, servedDocument } from "@fmpn/page";
import { WHAT_AN_ANSWER_IS } from "@fmpn/page/parts";
import { type NavigationLink, siteHeader } from "@fmpn/page/parts";
import { cameraMarkup } from "./camera/markup.js";
import { compareMarkup } from "./compare/markup.js";
import { faceMarkup } from "./face/markup.js";
import { picturesMarkup } from "./pictures/markup.js";
import { videoMarkup } from "./video/markup.js";

export const LOOK_LINKS: readonly NavigationLink[] = [
  { href: "#camera", text: "Camera" },
  { href: "#pictures", text: "Pictures" },
  { href: "#video", text: "Videos" },
  { href: "#face", text: "One face" },
  { href: "#compare", text: "Two faces" },
];

/** Where the page finds what belongs to it; all addresses are relative, so that the site works in any folder. */
export interface LookAssets {
  readonly styles: readonly string[];
  readonly script: string;
  readonly icon: string;
  readonly manifest: string;
  /** Demo pictures, and whose they are. */
  readonly demo: readonly string[];
  readonly credit: string;
  /** Links beyond the looking half. */
  readonly further?: readonly NavigationLink[] | undefined;
}

/** The page for those who look: all its parts in one document, so that the networks are loaded once. */
export function lookPage({ styles, script, icon, manifest, demo, credit, further = [] }: LookAssets): Html {
  return servedDocument(
    {
      title: "Studio: what a face looks like to a network",
      description: "Facial expressions and motion masks, from camera, pictures and videos. Everything runs in the browser; no picture leaves it.",
      head: html`<link rel="manifest" href="${manifest}">
<meta name="theme-color" content="#faf9f6" media="(prefers-color-scheme: light)"><meta name="theme-color" content="#17171a" media="(prefers-color-scheme: dark)">
`,
      header: siteHeader({ brand: { href: "#camera", text: "Studio" }, links: [...LOOK_LINKS, ...further], current: "#camera" }),
      main: html`<noscript><p class="notice bad">This page looks at pictures in your browser: it needs JavaScript.</p></noscript>
<div id="new-version" class="notice" role="status" hidden><p>A new version of this page is ready. <button type="button">Use it now</button></p></div>
${cameraMarkup()}
${picturesMarkup()}
${videoMarkup()}
${faceMarkup()}
${compareMarkup()}
<ul id="demo-pictures" hidden>${demo.map((address) => html`<li><a href="${address}">demo picture</a></li>`)}</ul>`,
      footer: html`<footer class="site-foot"><p class="row"><span id="model-words" role="status">Loading the networks …</span> <label class="button">A model of your own<input type="file" class="away" id="model-file" accept=".onnx"></label><button type="button" id="model-own" hidden>The page's own again</button></p>
<p class="prose"><strong>What this is, and is not.</strong> ${WHAT_AN_ANSWER_IS}</p>
<p>No picture, video or model leaves this browser. Demo pictures: ${credit}.</p></footer>`,
    },
    { styles, scripts: [script], icon },
  );
}
