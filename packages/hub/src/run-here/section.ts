import { count, fileSize, html, type Html, nothing, raw } from "@fmpn/page";
import { selectField, WHAT_AN_ANSWER_IS } from "@fmpn/page/parts";
import type { RunHereOffer } from "./run-here-offer.js";

export interface RunHereSection {
  readonly offer: RunHereOffer;
  /** fmpn's version, for the document. */
  readonly fmpn: string;
  readonly signedIn: boolean;
}

/** The part of a page that runs a model in the visitor's browser; without JavaScript it says where the same is had. */
export function runHereSection({ offer, fmpn, signedIn }: RunHereSection): Html {
  const { model, slug, file, licence, splits } = offer;
  return html`<section id="run-here" class="panel" aria-labelledby="run-title" data-offer="${JSON.stringify({ ...offer, fmpn, signedIn })}">
<h2 id="run-title">Run it here</h2>
<p><a href="/model/${slug}">${model}</a> runs in this browser: on your own picture, in front of your camera, and on faces that are drawn here to measure it again. No picture leaves this page. The file has ${fileSize(file.bytes)}; its licence: ${licence ?? "not stated"}.</p>
<noscript><p>This needs JavaScript. The file is <a href="${file.address}">${file.name}</a>; <code>npx fmpn measure --synthetic 1000 --seed 2 --model ${file.name}</code> measures it on your machine.</p></noscript>
<p class="row"><button type="button" class="primary" id="run-load" hidden>Load the model (${fileSize(file.bytes)})</button></p>
<p id="run-status" role="status" aria-live="polite"></p>
<div id="run-live" hidden>
<h3>Your own picture</h3>
<p class="row"><label class="button" for="run-files">Choose pictures</label><input class="away" type="file" id="run-files" accept="image/*" multiple><button type="button" id="run-camera">Start the camera</button></p>
<div class="stage" id="run-stage" hidden><div class="screen mirrored" id="run-screen"><video muted playsinline aria-label="The camera's picture"></video><canvas aria-hidden="true"></canvas></div><div id="run-faces" class="seen"></div></div>
<div class="photos" id="run-pictures"></div>
<p class="note">${WHAT_AN_ANSWER_IS}</p>
${splits.length === 0 ? nothing : html`<h3>Measure the claim again</h3>
<form id="run-measuring">
${selectField({ name: "split", label: "Faces", hint: "Drawn on this page from a public seed: the same faces for everyone, and no photograph of anybody.", options: splits.map(({ protocol, name, count: faces }) => ({ value: String(protocol), text: `${name}, ${count(faces, "face")}` })) })}
<p class="row"><button type="submit" class="primary" id="run-measure">Measure</button><button type="button" id="run-stop" hidden>Stop</button><progress id="run-progress" max="1" value="0" aria-label="Faces answered" hidden></progress> <output id="run-words" class="soft"></output></p>
</form>
<div id="run-outcome"></div>`}
</div></section>${raw("\n")}`;
}
