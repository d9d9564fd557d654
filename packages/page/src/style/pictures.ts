/** Charts, and cards of recognised faces. */
export const PICTURES = `
figure { margin: 0 }
figcaption:first-child { margin-bottom: .5rem; color: var(--ink); font-weight: 600 }
.chart { display: block; width: 100%; height: auto; max-width: 34rem; font: 11.5px var(--text); overflow: visible }
.chart.broad { max-width: none; min-width: 36rem }
.chart text { fill: var(--soft) }
.chart .said { fill: var(--ink) }
.grid { stroke: var(--line) }
.line, .whisker { fill: none; stroke: currentColor; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round }
.dashed { stroke-dasharray: 5 4 }
.faint { opacity: .4 }
.band, .bin, .dot { fill: currentColor }
.band { opacity: .13 }
.dot { stroke: var(--paper) }
.whisker { opacity: .55 }
.run i { display: inline-block; width: .7em; height: .7em; margin-right: .5em; border-radius: 50%; background: currentColor }
.cards { gap: 1.25rem; align-items: start }
.pair { display: flex; gap: 3px }
.pair img { border-radius: 4px }
.small { height: 6.6rem }
figcaption strong { display: block; color: var(--ink) }
.cards figcaption { margin-top: .4rem; line-height: 1.35 }
.pair:has(.small) + figcaption { max-width: 13.4rem }
.photos, .many .faces { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)); gap: 2.25rem 1.75rem; align-items: start }
.photos > .many { grid-column: 1 / -1 }
.photo, .crop { position: relative; overflow: hidden; border-radius: 6px; background: var(--track) }
.many .photo { max-width: 60rem }
:is(.photo, .crop) img { display: block; width: 100%; height: auto }
.photo > .masked, .crop > .plain { position: absolute; inset: 0; opacity: 0; transition: opacity .25s }
.photo:hover > .masked, #masks:checked ~ * .masked, .crop:hover > .plain { opacity: 1 }
.boxes { position: absolute; inset: 0; width: 100%; height: 100%; font: 500 13px var(--text) }
.boxes rect { fill: none; stroke: #fff; stroke-width: 2 }
.boxes .edge { stroke: #0007; stroke-width: 4 }
.boxes text { fill: #fff; stroke: #222d; stroke-width: 5px; stroke-linejoin: round; paint-order: stroke }
.photos figcaption { display: flex; justify-content: space-between; gap: 1rem; padding-top: .5rem; overflow-wrap: anywhere }
.faces { margin: 0 }
.many .faces { gap: 0 1.75rem }
.face { display: grid; grid-template-columns: 5.75rem minmax(0, 1fr); gap: 1rem; padding-block: .9rem; border-top: 1px solid var(--line) }
figure + .faces > .face:first-child { border: 0 }
.face h2 { margin: 0 0 .3rem; font-size: 1.3rem }
.crop { aspect-ratio: 1; align-self: start }
.bars { margin: 0; font-size: .8125rem; line-height: 1.55 }
.bars li { display: grid; grid-template-columns: 5.4em minmax(0, 1fr) 3em; gap: .5rem; align-items: center }
.bars span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.bars span:last-child { text-align: right }
.bar { width: 100%; height: 7px; border-radius: 4px; background: var(--track); fill: var(--quiet) }
.bars .answer { color: var(--ink); font-weight: 500 }
.answer .bar { fill: var(--answer) }
.scale i { width: 8rem; height: .5rem; border-radius: 4px; background: var(--motion) }
.switch i { position: relative; width: 2.5rem; height: 1.5rem; border-radius: 1rem; background: var(--quiet); transition: .2s }
.switch i::after { content: ""; position: absolute; inset: 3px auto 3px 3px; width: 18px; border-radius: 50%; background: #fff; transition: .2s }
:checked ~ * .switch i, :checked + i { background: var(--answer) }
:checked ~ * .switch i::after, :checked + i::after { translate: 16px }
:focus-visible ~ * .switch i, :focus-visible + i { outline: 2px solid var(--link); outline-offset: 3px }
`;
