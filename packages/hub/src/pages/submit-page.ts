import { html } from "@fmpn/page";
import type { HubPage, Site } from "./layout.js";

/** What can be handed in here. */
export function submitPage({ accounts }: Pick<Site, "accounts">): HubPage {
  return {
    title: "Submit",
    part: "/submit",
    main: html`<h1>Submit</h1>
${accounts ? html`<p class="lead">A claim with its source, or a model whose claim this hub measures by itself.</p>
<div class="columns">
<section class="panel"><h2>A model to measure</h2><p>An ONNX file. It is tried on eight faces at once, then measured on a pinned split, apart from everything else; the figure has an interval and a document with hashes.</p><p><a class="button" href="/submit/model">Hand in a model</a></p><p><a href="/queue">What is being measured</a></p></section>
<section class="panel"><h2>A result</h2><p>A number from a paper, a README or a model card, with the place where it stands. A reviewer looks before it is shown.</p><p><a class="button" href="/submit/result">Hand in a result</a></p><p><a href="/submit/card">From a model card</a> · <a href="/review">For reviewers</a></p></section>
<section class="panel"><h2>Anything else</h2><p>What the archive lacks or has wrong. Drafts are kept; a reviewer looks before anything changes, and everything can be undone.</p><ul><li><a href="/submit/paper">A paper</a></li><li><a href="/submit/code">Code of a paper</a></li><li><a href="/submit/dataset">A data set</a></li><li><a href="/submit/benchmark">A benchmark</a></li><li><a href="/submit/metric">A metric, or which way it goes</a></li><li><a href="/submit/claim">A claim, said otherwise</a></li><li><a href="/submit/correction">A correction</a></li></ul><p><a href="/contributions">What you handed in</a></p></section>
</div>` : html`<p class="lead">There are no accounts here. Results come in as files, which whoever runs this hub imports.</p>`}
<div class="prose"><h2>Many at once</h2>
<p>A results table in the archive's form (<code>evaluation-tables</code>), or a hub's additions with protocols, claims and measurements, is read by</p>
<pre tabindex="0">fmpn hub import FILE</pre>
<p>A claim should say where its number stands (“Table 3, p. 6”) and under which protocol it was made. <a href="/about/rules">What the words mean</a></p></div>`,
  };
}
