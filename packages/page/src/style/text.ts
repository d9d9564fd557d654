/** Type, measure and rhythm: what a page without any class looks like. */
export const TEXT = `
*, ::before, ::after { box-sizing: border-box }
html { background: var(--paper); -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem }
body { margin: 0; color: var(--ink); font: 1rem/1.6 var(--text); font-variant-numeric: tabular-nums; overflow-wrap: break-word }
body::before { content: ""; display: block; height: 4px; background: var(--motion) }
.page > main, .page > footer, .site > .in { width: min(100% - clamp(2rem, 6vw, 6rem), 74rem); margin-inline: auto }
.page > main { padding-block: clamp(1.5rem, 4vw, 3rem) 4rem }
h1, h2 { font-family: var(--display); font-weight: 400; line-height: 1.15; letter-spacing: -.015em; text-wrap: balance; overflow-wrap: anywhere }
h1 { margin: 0 0 .75rem; font-size: clamp(1.9rem, 1.35rem + 2.4vw, 2.9rem) }
h2 { margin: 3.25rem 0 1rem; font-size: 1.6rem }
h3 { margin: 2rem 0 .6rem; font-size: 1.0625rem; font-weight: 600; line-height: 1.35 }
:is(h1, h2, h3) small { color: var(--soft); font: 400 .875rem var(--text); letter-spacing: 0 }
p, ul, ol, dl, pre { margin: 0 0 1rem }
ul, ol { padding-left: 1.25rem }
main > p, .prose { max-width: 42rem; text-wrap: pretty }
.lead { max-width: 44rem; color: var(--soft); font-size: 1.125rem; line-height: 1.5; text-wrap: pretty }
.over { margin: 0 0 .5rem; color: var(--soft); font-size: .875rem }
.note, figcaption, .hint { color: var(--soft); font-size: .875rem; line-height: 1.5 }
.note { max-width: 52rem; margin: .75rem 0 0 }
.soft { color: var(--soft) }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: .18em; text-decoration-color: color-mix(in srgb, currentColor 35%, transparent) }
a:hover { text-decoration-color: currentColor }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px }
hr { border: 0; border-top: 1px solid var(--line); margin: 2rem 0 }
small { font-size: .8125rem }
code, kbd, pre, samp { font-family: var(--mono); font-size: .875em }
pre { padding: .9rem 1.1rem; overflow-x: auto; background: var(--surface); border: 1px solid var(--line); border-radius: 8px; line-height: 1.5 }
kbd { padding: .1em .4em; border: 1px solid var(--line); border-bottom-width: 2px; border-radius: 4px }
blockquote { margin: 0 0 1rem; padding-left: 1.1rem; border-left: 2px solid var(--quiet); color: var(--soft) }
ins { color: var(--good); text-decoration: none; background: color-mix(in srgb, var(--good) 12%, transparent) }
del { color: var(--bad); background: color-mix(in srgb, var(--bad) 10%, transparent) }
mark { color: inherit; background: color-mix(in srgb, var(--warn) 25%, transparent) }
time, .nowrap { white-space: nowrap }
dl.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .3rem 1.5rem; font-size: .9375rem }
.facts dt { color: var(--soft) }
.facts dd { margin: 0; overflow-wrap: anywhere }
details { margin-block: 1rem }
summary { cursor: pointer; color: var(--soft) }
summary:hover { color: var(--ink) }
img, svg, video, canvas { max-width: 100% }
.away, .skip:not(:focus) { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
.skip:focus { position: absolute; z-index: 9; padding: .6rem 1rem; background: var(--surface) }
@media (prefers-reduced-motion: reduce) { *, ::before, ::after { animation: none !important; transition: none !important } }
@media print {
  body { font-size: 10pt } body::before, .site nav, .site form, .site-foot, .skip, form, .tabs, .trail, .paging { display: none }
  html { background: none } .page > :is(main, footer) { width: auto } h2 { margin-top: 1.6rem }
  h2, h3, caption { break-after: avoid } figure, tr, .card, .matrix { break-inside: avoid }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact }
}
`;
