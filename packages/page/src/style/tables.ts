/** Tables as books set them: rules above, below and under the head, none between columns; figures under one another. */
export const TABLES = `
.wide { overflow-x: auto; margin-block: 1rem }
table { border-collapse: collapse; min-width: min(100%, 30rem); margin-block: 1rem; font-size: .9375rem; line-height: 1.4 }
.wide > table { margin-block: 0 }
table.full { width: 100% }
caption { padding-bottom: .6rem; text-align: left; font-weight: 600; caption-side: top }
caption small { color: var(--soft); font-weight: 400 }
th, td { padding: .5rem 1.25rem .5rem 0; text-align: left; vertical-align: baseline; font-weight: 400 }
:is(th, td):last-child { padding-right: 0 }
.n { text-align: right; white-space: nowrap }
thead { border-top: 2px solid var(--ink); border-bottom: 1px solid var(--ink) }
tbody:last-of-type { border-bottom: 1px solid var(--ink) }
thead th { color: var(--soft); font-size: .8125rem; vertical-align: bottom; line-height: 1.3 }
thead a { color: inherit; text-decoration: none }
thead a:hover { color: var(--ink) }
[aria-sort] a::after { content: " ↕"; color: var(--quiet) }
[aria-sort=ascending] a::after { content: " ↑"; color: var(--answer) }
[aria-sort=descending] a::after { content: " ↓"; color: var(--answer) }
tbody tr + tr { border-top: 1px solid var(--line) }
tbody + tbody { border-top: 1px solid var(--ink) }
th[scope=rowgroup] { padding-top: 1rem; color: var(--soft); font-size: .8125rem }
tbody tr:hover > * { background: color-mix(in srgb, var(--track) 45%, transparent) }
td small { display: block; color: var(--soft); white-space: nowrap }
.rank { font: 1.125rem/1 var(--display); color: var(--soft) }
tr.best > .rank, tr.best > .main { color: var(--answer) }
tr.aside { color: var(--soft) }
.matrix { min-width: 0; border-collapse: separate; border-spacing: 2px; font-size: .875rem }
.matrix :is(thead, tbody, tr) { border: 0 !important }
.matrix td { min-width: 2.75rem; height: 2.5rem; padding: 0 .3rem; text-align: center; vertical-align: middle; border-radius: 4px;
  background: color-mix(in srgb, var(--hue, var(--answer)) calc(var(--p, 0) * 5%), var(--track)) !important }
.matrix .right { --hue: var(--s0) }
.matrix .none { color: var(--quiet); background: none !important }
.matrix .full { color: var(--paper); font-weight: 600 }
.matrix tbody th { padding: 0 .8rem 0 0; vertical-align: middle; color: var(--soft) }
.matrix thead th { height: 5.4rem; padding: 0; position: relative }
.matrix thead span { position: absolute; left: 50%; bottom: .4rem; transform: rotate(-45deg); transform-origin: 0 100%; white-space: nowrap }
${Array.from({ length: 20 }, (_, level) => `.p${level + 1} { --p: ${level + 1} }`).join("\n")}
@media (max-width: 40rem) {
  .stack thead { display: none }
  .stack :is(tbody, tr, th, td) { display: block; padding: 0; text-align: left; white-space: normal }
  .stack tr { padding-block: .7rem }
  .stack td[data-label] { display: flex; align-items: baseline; gap: .6rem }
  .stack td[data-label]::before { content: attr(data-label); margin-right: auto; color: var(--soft); font-size: .8125rem }
  .stack td:empty { display: none }
}
`;
