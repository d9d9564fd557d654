import { html, type Html } from "@fmpn/page";

/** The part of the page for two faces side by side. */
export function compareMarkup(): Html {
  const side = (id: string, title: string): Html => html`<div><h2>${title}</h2><p class="row"><label class="button">Choose a picture<input type="file" class="away" id="compare-${id}-file" accept="image/*"></label></p><div id="compare-${id}"><p class="soft">No face yet.</p></div></div>`;
  return html`<section id="compare" class="view" aria-labelledby="compare-title" hidden>
<h1 id="compare-title">Two faces</h1>
<p class="lead">One person twice, or two people: what each looks like, and how alike their motion masks are.</p>
<div class="columns">${side("one", "First")}${side("other", "Second")}</div>
<div id="compare-result" role="status" aria-live="polite"></div>
<h2>Your neutral face</h2>
<p class="prose">Some faces look sad or stern at rest. With a neutral face of your own the page also says how an answer differs from it. It does not make answers better: tried on CK+ by cross-validation, accuracy stayed the same.</p>
<div id="compare-neutral"><p class="soft">None yet: choose one on the camera or on a picture.</p></div>
<p class="row"><button type="button" id="compare-forget" hidden>Forget it</button></p>
</section>`;
}
