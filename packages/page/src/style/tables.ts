/** Tables as books set them: rules above, below and under the head, none between columns; figures under one another. */
export const TABLES = `
.wide { overflow-x: auto; margin-block: 1rem }
table { border-collapse: collapse; min-width: min(100%, 30rem); font-size: .9375rem; line-height: 1.4 }
.full { width: 100% }
caption { padding-bottom: .6rem; text-align: left }
th, td { padding: .5rem 1.25rem .5rem 0; text-align: left; vertical-align: baseline; font-weight: 400 }
:is(th, td):last-child { padding-right: 0 }
.n { text-align: right }
thead { border-top: 2px solid; border-bottom: 1px solid }
tbody { border-bottom: 1px solid }
thead th, [scope=rowgroup] { font-size: .8125rem; vertical-align: bottom }
thead a { color: inherit; text-decoration: none }
[aria-sort] a::after { content: " ↕" }
[aria-sort=ascending] a::after { content: " ↑"; color: var(--answer) }
[aria-sort=descending] a::after { content: " ↓"; color: var(--answer) }
tbody tr + tr { border-top: 1px solid var(--line) }
tbody tr:hover > * { background: color-mix(in srgb, var(--track) 45%, transparent) }
:is(td, th) small { display: block; font-size: .8125rem }
.rank { font-size: 1.125rem; color: var(--soft) }
.best > .rank { color: var(--answer) }
.matrix { min-width: 0; border-collapse: separate; border-spacing: 2px; font-size: .875rem }
.matrix * { border: 0 !important }
.matrix tbody td { min-width: 2.75rem; height: 2.5rem; padding: 0 .3rem; text-align: center; vertical-align: middle; border-radius: 4px;
  background: color-mix(in srgb, var(--hue, var(--answer)) calc(var(--p, 0) * 10%), var(--track)) }
.matrix .right { --hue: var(--s0) }
.matrix tbody .none { color: var(--quiet); background: none }
.matrix .full { width: auto; color: var(--paper); font-weight: 600 }
.matrix th { padding: 0 .8rem 0 0; vertical-align: middle }
.matrix thead th { height: 5.4rem; position: relative }
.matrix thead span { position: absolute; left: 50%; bottom: .4rem; transform: rotate(-45deg); transform-origin: 0 100%; white-space: nowrap }
${Array.from({ length: 10 }, (_, level) => `.p${level + 1} { --p: ${level + 1} }`).join("\n")}
@media (max-width: 40rem) {
  .stack thead { display: none }
  .stack :is(tbody, tr, th, td) { display: block; padding: 0; text-align: left }
  .stack tr { padding-block: .7rem }
  .stack td[data-label] { display: flex; align-items: baseline; gap: .6rem }
  .stack td::before { content: attr(data-label); margin-right: auto; color: var(--soft); font-size: .8125rem }
  .stack summary { white-space: nowrap }
  .stack td:empty { display: none }
}
`;
