import { fileSize, html, whole } from "@fmpn/page";
import { facts } from "@fmpn/page/parts";
import type { ExportedFile } from "../export/exported-files.js";
import type { SiteCounts } from "../queries/site.js";
import type { HubPage } from "./layout.js";

/** What this is and whose. */
export function aboutPage(name: string, counts: SiteCounts): HubPage {
  return {
    title: "About",
    part: "/about",
    main: html`<h1>About</h1>
<div class="prose">
<p class="lead">${name} is a <em>Papers With Code</em> for anyone to run: tasks, benchmarks, data sets, papers and methods, with claims that are measured again.</p>
<p>Papers With Code closed in 2025. Its archive lives on, and so do sites that list its claims. A list of claims has a weakness that its users often named: nobody runs them again. Here a claim can be measured: a model is run by the hub, in isolation, on a split that is pinned by hashes, and the figure stands beside the claim with its interval.</p>
<p>A benchmark is a task on a data set <em>under a protocol</em>: which split, which classes, which crop, how folds are put together. Figures under different protocols are shown, and not compared.</p>
<h2>What is here</h2>
<p>${whole(counts.results)} claims on ${whole(counts.boards)} benchmarks, ${whole(counts.papers)} papers, ${whole(counts.datasets)} data sets, ${whole(counts.tasks)} tasks, ${whole(counts.measured)} measurements.</p>
<p><a href="/about/rules">What the words mean</a> · <a href="/about/data">Data, licence, export</a> · <a href="/changes">Changes</a></p>
</div>`,
  };
}

/** What each word means, exactly. */
export function rulesPage(): HubPage {
  return {
    title: "What the words mean",
    part: "/about",
    trail: [{ href: "/about", text: "About" }, { text: "What the words mean" }],
    main: html`<h1>What the words mean</h1>
<div class="prose"><p class="lead">Each word is worked out from the figures whenever a page is shown; nobody writes it down.</p></div>
${facts([
  ["claimed", "A source says so: a paper, a README, the archive. Nothing was measured under its protocol."],
  ["not comparable", "Something was measured, but under another protocol, or the claim doesn't state its own. Both figures are shown, no difference."],
  ["reproduced", "The same weights were run under the same protocol, and the figure lies within the larger of half a unit of the claim's last digit, the board's tolerance, and half of the measured 95 % interval. The interval is always shown: within ± 8 points it means little."],
  ["lower than claimed, higher than claimed", "The same weights under the same protocol gave a figure beyond that."],
  ["retrained", "The protocol is the claim's, the weights are not: they were trained again from the method. It says how well the method can be repeated, and judges no paper."],
  ["measured", "A measurement that nobody has claimed."],
  ["failed", "A measurement was tried and ended in an error, which is named."],
  ["disputed", "Someone doubts the claim; the doubt is written beside it."],
])}
<div class="prose">
<h2>Ranks</h2>
<p>Rows are ranked by one metric, among rows of one protocol. A cell that is not one number (“78.6/84.4”, “Yes”) is shown as it was found and has no rank, nor has an empty one. Equal figures share a rank. A metric whose better end isn't known ranks nothing: the archive has none written down, so it is told by the metric's name and by the order of the archive's rows, and where these disagree nothing is guessed.</p>
<h2>Fractions and per cents</h2>
<p>0.98 is never turned into 98. A figure in another unit than the others of its column is shown without a rank.</p>
<h2>One result, one row</h2>
<p>The archive repeats a result under each task that lies above its own. Here it has one row, where its task is the narrowest; the wider tasks are named beside it.</p>
<h2>Expressions</h2>
<p>An expression is not a felt emotion. Boards of expression recognition say how well a model names what the people who labelled the pictures saw.</p>
</div>`,
  };
}

/** The data, how to take it with you, whose it is. */
export function dataPage(files: readonly ExportedFile[]): HubPage {
  return {
    title: "Data and licence",
    part: "/about",
    trail: [{ href: "/about", text: "About" }, { text: "Data" }],
    main: html`<h1>Data and licence</h1>
<div class="prose">
<p class="lead">What derives from Papers With Code is CC-BY-SA 4.0: name it “Papers with Code archive, CC-BY-SA 4.0”, and share what you make of it alike. Our own measurements are CC-BY 4.0. The program is MIT.</p>
<h2>Take it with you</h2>
<p>Everything here can be exported in the archive's own five files, and a sixth for what the archive has no place for (protocols, splits, measurements, disputes):</p>
${files.length === 0 ? html`<pre tabindex="0">fmpn hub export FOLDER</pre>` : html`<ul>${files.map(({ name, bytes, made }) => html`<li><a href="/export/${name}" download>${name}</a>, ${fileSize(bytes)}, of ${made}</li>`)}</ul>`}
<p>Every board is also there as <code>.csv</code>, <code>.json</code> and <code>.atom</code>, every paper as <code>.bib</code>, <code>.ris</code> and <code>.json</code>, by the ending of its address; programs find the same behind <a href="/api/v1/openapi.json">the API</a>, in the forms that Papers With Code had.</p>
<h2>Bring your own</h2>
<p>Whoever has the archive's dumps can import them, as JSON, gzip or Parquet; what was read before is known by its hash and read once:</p>
<pre tabindex="0">fmpn hub import papers-with-abstracts.json.gz evaluation-tables.json.gz methods.json.gz datasets.json.gz links-between-papers-and-code.json.gz</pre>
<h2>Sources of what is bundled</h2>
<p>Boards of expression recognition: OpenCodePapers, Papers With Code 2 and public READMEs, each row with where it was found. Other boards: sota-extractor (NLP-progress, EFF, SQuAD, OGB and others). Task tree: the archive's.</p>
</div>`,
  };
}
