/** Type, measure and rhythm: what a page without any class looks like. */
export const TEXT = `
* { box-sizing: border-box }
[hidden] { display: none !important }
html { background: var(--paper); -webkit-text-size-adjust: 100% }
body { margin: 0; color: var(--ink); font: 1rem/1.6 var(--text); font-variant-numeric: tabular-nums; overflow-wrap: break-word }
body::before { content: ""; display: block; height: 4px; background: var(--motion) }
main, .site-foot, .site > .in { width: min(100% - clamp(2rem, 6vw, 6rem), 74rem); margin-inline: auto }
main { padding-block: clamp(1.5rem, 4vw, 3rem) 4rem }
h1, h2, .brand, .tiles strong, .face h2, .rank { font-family: var(--display); font-weight: 400; line-height: 1.15; letter-spacing: -.015em }
h1 { margin: 0 0 .75rem; font-size: clamp(1.9rem, 1.35rem + 2.4vw, 2.9rem); text-wrap: balance; overflow-wrap: anywhere }
h2 { margin: 3.25rem 0 1rem; font-size: 1.6rem }
h3 { margin: 2rem 0 .6rem; font-size: 1.0625rem; line-height: 1.35 }
h3, strong, caption, label, legend { font-weight: 600 }
p, ul, ol, dl, pre { margin: 0 0 1rem }
ul, ol { padding-left: 1.25rem }
main > p, .prose, .notice, .note { max-width: 44rem; text-wrap: pretty }
.lead { font-size: 1.125rem; line-height: 1.5 }
.lead, .over, .note, .soft, small, figcaption, .hint, dt, summary, .scale, .bars, thead th, [scope=rowgroup], .aside, .site-foot, .tiles span { color: var(--soft) }
.over, .note, small, figcaption, .hint, .trail, .site-foot, .tiles span { font-size: .875rem }
.over { margin: 0 0 .5rem }
.note { margin-top: .75rem }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: .18em; text-decoration-color: color-mix(in srgb, currentColor 35%, transparent) }
a:hover { text-decoration-color: currentColor }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px }
code, kbd, pre { font-family: var(--mono); font-size: .875em }
pre { padding: .9rem 1.1rem; overflow-x: auto; line-height: 1.5 }
pre, .panel, .skip { background: var(--surface); border: 1px solid var(--line); border-radius: 8px }
ins { color: var(--good) }
del { color: var(--bad) }
dl.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .3rem 1.5rem; font-size: .9375rem }
dd { margin: 0; overflow-wrap: anywhere }
summary { cursor: pointer }
img, svg, video, canvas { max-width: 100% }
time, .n, .chip, .brand, .run, td small { white-space: nowrap }
.away, .skip { position: absolute }
.away, .skip:not(:focus) { width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
.trail, .tags, .tiles, .plain, .log, .faces, .bars, .tree, .site-foot ul { padding: 0; list-style: none }
.site > .in, .site nav, .trail, .tabs, .paging, .row, .tags, .tiles, .cards { display: flex; flex-wrap: wrap; align-items: center }
@media (prefers-reduced-motion: reduce) { * { transition: none !important } }
@media print {
  html { background: none }
  body { font-size: 10pt }
  body::before, .site, .site-foot nav, form, .tabs, .trail, .paging, .mask-controls { display: none }
  main, .site-foot { width: auto }
  h2 { margin-top: 1.6rem }
  h2, h3, caption { break-after: avoid }
  figure, tr, .matrix, .face { break-inside: avoid }
  * { print-color-adjust: exact; }
}
`;
