import { html } from "@fmpn/page";
import type { HubPage } from "./layout.js";

/** How results come in while there are no accounts: by files. */
export function submitPage(): HubPage {
  return {
    title: "Submit results",
    part: "/submit",
    main: html`<h1>Submit results</h1>
<div class="prose"><p class="lead">There are no forms here yet. Results come in as files, which whoever runs this hub imports.</p>
<p>A results table in the archive's form (<code>evaluation-tables</code>), or a hub's additions with protocols, claims and measurements, is read by</p>
<pre tabindex="0">fmpn hub import FILE</pre>
<p>A claim should say where its number stands (“Table 3, p. 6”) and under which protocol it was made. <a href="/about/rules">What the words mean</a></p></div>`,
  };
}
