import { html, type Html } from "@fmpn/page";

/** The camera's part of the page. */
export function cameraMarkup(): Html {
  return html`<section id="camera" class="view" aria-labelledby="camera-title">
<h1 id="camera-title">What does a face look like?</h1>
<p class="lead">To a network: an expression by name, and beside it a <em>motion mask</em>: where the network sees that the face has moved from its neutral form. The bundled model names the face without its mask. Everything runs in this browser. No picture leaves it.</p>
<div class="stage">
<div>
<div class="screen" id="camera-screen"><video muted playsinline aria-label="The camera's picture"></video><canvas aria-hidden="true"></canvas><p class="empty">The camera is off.</p></div>
<p class="row"><button type="button" class="primary" id="camera-switch" disabled>Start the camera</button><label class="choice">Camera <select id="camera-choice" disabled><option value="">the first one</option></select></label><output id="camera-meter" class="soft"></output></p>
<p id="camera-fault" role="alert" class="fault"></p>
<details open><summary>What is drawn</summary>
<div class="settings">
<label class="choice"><input type="checkbox" id="camera-mirror" checked> Mirrored</label>
<label class="choice"><input type="checkbox" id="camera-box" checked> Box and label</label>
<label class="choice"><input type="checkbox" id="camera-bars"> Bars beside the face</label>
<label class="choice"><input type="checkbox" id="camera-landmarks"> Landmarks</label>
<label>Motion mask <input type="range" id="camera-mask" min="0" max="100" value="55"></label>
<label>Smoothing <input type="range" id="camera-smoothing" min="0" max="100" value="30"></label>
</div></details>
</div>
<div id="camera-faces" class="seen"><p class="soft">Nobody is seen yet.</p></div>
</div>
<p id="camera-status" class="away" role="status" aria-live="polite"></p>
</section>`;
}
