import { html, type Html } from "@fmpn/page";

/** The part of the page for video files. */
export function videoMarkup(): Html {
  return html`<section id="video" class="view" aria-labelledby="video-title" hidden>
<h1 id="video-title">Videos</h1>
<p class="lead">Play a video file: the faces are followed, and what they look like over time grows below it. Click there to go to that moment.</p>
<p class="row"><label class="button">Choose a video<input type="file" class="away" id="video-file" accept="video/*"></label><button type="button" id="video-scan" disabled>Go through it all</button><button type="button" id="video-stop" hidden>Stop</button><label class="choice">Motion mask <input type="range" id="video-mask" min="0" max="100" value="40"></label></p>
<p id="video-status" role="status" aria-live="polite" class="soft"></p>
<div class="stage">
<div><div class="screen" id="video-screen"><video controls muted playsinline aria-label="The video"></video><canvas aria-hidden="true"></canvas><p class="empty">No video yet.</p></div></div>
<div id="video-faces" class="seen"><p class="soft">Nobody is seen yet.</p></div>
</div>
<figure id="video-timeline" class="wide timeline-place" hidden></figure>
<p class="row" id="video-downloads" hidden><button type="button" id="video-csv">CSV</button><button type="button" id="video-svg">SVG of the timeline</button></p>
</section>`;
}
