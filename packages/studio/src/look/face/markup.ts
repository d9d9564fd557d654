import { html, type Html } from "@fmpn/page";

/** What the network saw: one picture for each step of its way. */
const STEPS = [
  ["crop", "The face", "Turned upright, from forehead to chin."],
  ["gray", "Without colour", "What the mask generator sees."],
  ["mask", "Motion mask", "Where it sees that this face moved from its neutral form, as far as one picture tells; dark where it sees no motion."],
  ["masked", "Face behind the mask", "The face as far as its mask is bright. A network that fuses it in is shown this beside the face; the bundled one names the face itself."],
  ["fused", "Face and mask as one", "What the classifier is given: the face, with what moved fused in."],
  ["landmarks", "Landmarks", "68 points; the eyes' place comes from them."],
] as const;

/** The part of the page for one face. */
export function faceMarkup(): Html {
  return html`<section id="face" class="view" aria-labelledby="face-title" hidden>
<h1 id="face-title">What the network saw</h1>
<p class="lead" id="face-words">Choose a face with <em>Look closer</em> on the camera or on a picture, and follow it through the network.</p>
<div id="face-there" hidden>
<div class="steps">${STEPS.map(([id, title, words]) => html`<figure><figcaption><strong>${title}</strong>${words}</figcaption><canvas id="face-${id}" class="crop" role="img" aria-label="${title}"></canvas></figure>`)}</div>
<div class="columns">
<div><h2>Take something away</h2>
<p>Draw over the face with the pointer: what is covered gets the face's mean colour, and the network answers anew. With the keyboard: arrows move the patch, Enter covers.</p>
<div class="erase"><canvas id="face-eraser" class="crop" tabindex="0" role="application" aria-label="The face, to be drawn on"></canvas></div>
<p class="row"><label class="choice">Patch <input type="range" id="face-patch" min="4" max="24" value="10"></label><button type="button" id="face-whole">The whole face again</button></p></div>
<div><h2 id="face-answer"></h2><div id="face-bars"></div><p id="face-change" role="status" aria-live="polite" class="note"></p><div id="face-facts"></div></div>
</div></div>
</section>`;
}
