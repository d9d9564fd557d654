import { html, type Html } from "@fmpn/page";

/** The part of the page for pictures. */
export function picturesMarkup(): Html {
  return html`<section id="pictures" class="view" aria-labelledby="pictures-title" hidden>
<h1 id="pictures-title">Pictures</h1>
<p class="lead">Drop pictures or a folder anywhere on this page, paste one, or choose. They are looked at here and go nowhere.</p>
<p class="row"><label class="button">Choose pictures<input type="file" class="away" id="pictures-files" accept="image/*" multiple></label><label class="button">Choose a folder<input type="file" class="away" id="pictures-folder" webkitdirectory></label><button type="button" id="pictures-demo">Show me some</button><button type="button" id="pictures-stop" hidden>Stop</button></p>
<progress id="pictures-progress" max="1" value="0" aria-label="Pictures looked at" hidden></progress>
<p id="pictures-status" role="status" aria-live="polite" class="soft"></p>
<div id="pictures-tools" hidden>
<div class="row"><div id="pictures-filter" class="row" role="group" aria-label="Show only"></div>
<label class="choice">Order <select id="pictures-order"><option value="given">as given</option><option value="confident">surest first</option><option value="doubtful">most doubtful first</option><option value="faces">most faces first</option></select></label></div>
<p class="row"><button type="button" id="pictures-csv">CSV</button><button type="button" id="pictures-json">JSON</button><button type="button" id="pictures-clear">Clear</button><label class="switch"><input type="checkbox" class="away" id="pictures-masks"><i aria-hidden="true"></i>Show the motion masks</label><span class="scale">less <i aria-hidden="true"></i> more</span></p>
</div>
<div id="pictures-results" class="photos"></div>
</section>`;
}
