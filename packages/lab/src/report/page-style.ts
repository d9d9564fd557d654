/**
 * The look of a report: one column of calm type, colours for up to eight runs that colour-blind readers can tell apart (Okabe and
 * Ito's, darkened or lightened for the ground), light or dark as the reader's system is, black on white when printed.
 */
export const PAGE_STYLE = `
:root {
  --ground: #fcfcfa; --ink: #1d1f24; --soft: #646a75; --line: #e4e4df; --accent: 214 88 32;
  --run-0: #0b6ba8; --run-1: #d0611a; --run-2: #12805c; --run-3: #a8447f; --run-4: #8a7300; --run-5: #3c8fc4; --run-6: #6a4fb3; --run-7: #555b66;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #15171b; --ink: #e8e8e4; --soft: #9aa1ad; --line: #2e323a; --accent: 240 122 62;
    --run-0: #58aee6; --run-1: #f08c4a; --run-2: #3fbf92; --run-3: #dd83b8; --run-4: #d6bd3c; --run-5: #8fd0f5; --run-6: #a793ea; --run-7: #b4bac5;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 3.5rem 1.5rem 5rem; max-width: 66rem; background: var(--ground); color: var(--ink);
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; font-variant-numeric: tabular-nums; }
.kind { margin: 0; color: var(--soft); letter-spacing: .02em; }
h1 { margin: .15rem 0 .6rem; font-size: 2.1rem; font-weight: 650; letter-spacing: -.02em; line-height: 1.2; overflow-wrap: anywhere; }
h2 { margin: 0 0 1.1rem; padding-top: 1.4rem; border-top: 1px solid var(--line); font-size: 1.2rem; font-weight: 650; letter-spacing: -.01em; }
h3 { margin: 0 0 .7rem; font-size: 1rem; font-weight: 600; }
section { margin-top: 2.8rem; }
.runs { display: flex; flex-wrap: wrap; gap: .3rem 1.4rem; margin: 0; padding: 0; list-style: none; }
.run { white-space: nowrap; }
.run i { display: inline-block; width: .7em; height: .7em; margin-right: .5em; border-radius: 50%; background: currentColor; }
.notice { margin: 1.2rem 0 0; padding: .7rem 1rem; border-left: 3px solid rgb(var(--accent)); background: rgb(var(--accent) / .08); border-radius: 0 6px 6px 0; }
.words { margin: .9rem 0; max-width: 46rem; }
.note { margin: .7rem 0 0; max-width: 50rem; color: var(--soft); font-size: .87rem; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr)); gap: 2rem 2.2rem; margin: 1.2rem 0; }
.column { min-width: 0; }
.columns:has(> .column > figure > .line-chart) { grid-template-columns: repeat(auto-fit, minmax(min(100%, 25rem), 1fr)); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; margin: .6rem 0; }
.wide > table:not(.matrix) { min-width: 60%; }
th, td { padding: .42rem .9rem .42rem 0; text-align: right; vertical-align: top; font-weight: 400; }
th:first-child { text-align: left; padding-right: 1.6rem; }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--soft); font-size: .87rem; vertical-align: bottom; border-bottom: 1px solid var(--line); }
tbody tr + tr > * { border-top: 1px solid var(--line); }
td { overflow-wrap: break-word; }
.text th, .text td { text-align: left; padding-right: 1.6rem; }
td small { display: block; color: var(--soft); font-size: .8rem; white-space: nowrap; }
.matrix { margin-bottom: 1.4rem; border-collapse: separate; border-spacing: 2px; font-size: .87rem; }
.matrix tbody tr > * { border: 0 !important; }
.matrix td { min-width: 2.7rem; height: 2.5rem; padding: 0 .3rem; text-align: center; vertical-align: middle;
  border-radius: 5px; background: rgb(var(--accent) / calc(var(--share, 0) * .9)); }
.matrix td.right { background: color-mix(in srgb, var(--run-0) calc(var(--share) * 90%), transparent); }
.matrix td.full { color: var(--ground); font-weight: 600; background: color-mix(in srgb, rgb(var(--accent)) calc(40% + var(--share) * 60%), transparent); }
.matrix td.right.full { background: color-mix(in srgb, var(--run-0) calc(40% + var(--share) * 60%), transparent); }
.matrix td.none { color: var(--line); background: none; }
.matrix tbody th { padding: 0 .8rem 0 0; vertical-align: middle; color: var(--soft); }
.matrix thead th { border: 0; padding: 0; height: 5.2rem; position: relative; }
.matrix thead th span { position: absolute; left: 50%; bottom: .5rem; transform-origin: 0 100%; transform: rotate(-45deg); white-space: nowrap; }
figure { margin: 0; }
figure > figcaption { margin-bottom: .5rem; font-weight: 600; }
svg { display: block; width: 100%; max-width: 34rem; height: auto; font-size: 11.5px; overflow: visible; }
svg text { fill: var(--soft); }
.grid { stroke: var(--line); }
.line { fill: none; stroke: currentColor; stroke-width: 1.9; stroke-linejoin: round; stroke-linecap: round; }
.dashed { stroke-dasharray: 5 4; }
.faint { opacity: .38; }
.band { fill: currentColor; opacity: .13; }
.dot { fill: currentColor; }
.whisker { stroke: currentColor; stroke-width: 2.4; stroke-linecap: round; opacity: .55; }
${Array.from({ length: 64 }, (_, run) => `.run-${run}{color:var(--run-${run % 8})}`).join("")}
.cards { display: flex; flex-wrap: wrap; gap: 1.2rem 1.1rem; }
.card .pair { display: flex; gap: 3px; }
.card img { display: block; height: 6.6rem; width: auto; max-width: 100%; border-radius: 5px; }
.card:has(img:only-child) > figcaption:not(:has(strong)) { max-width: none; }
.card > figcaption { max-width: 13.4rem; margin: .4rem 0 0; font-weight: 400; line-height: 1.35; }
.card strong { display: block; font-weight: 600; }
.card small { color: var(--soft); font-size: .8rem; overflow-wrap: anywhere; }
.card:not(:has(strong)) img { height: auto; }
details { margin-top: 1rem; }
summary { cursor: pointer; color: var(--soft); }
@media print {
  :root { --ground: #fff; --ink: #000; --soft: #444; --line: #ccc; --accent: 214 88 32;
    --run-0: #0b6ba8; --run-1: #d0611a; --run-2: #12805c; --run-3: #a8447f; --run-4: #8a7300; --run-5: #3c8fc4; --run-6: #6a4fb3; --run-7: #555b66; }
  body { padding: 0; max-width: none; font-size: 10.5pt; }
  figure, tr, .card, .matrix { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
