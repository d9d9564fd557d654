/** Charts, and cards of recognised faces. */
export const PICTURES = `
figure { margin: 0 } figure > figcaption:first-child { margin-bottom: .5rem; color: var(--ink); font-size: .9375rem; font-weight: 600 }
.chart { display: block; width: 100%; height: auto; max-width: 34rem; font: 11.5px var(--text); overflow: visible }
.chart.broad { max-width: none; min-width: 36rem; font-size: 12.5px }
.chart text { fill: var(--soft) } .chart .said { fill: var(--ink) } .chart .grid { stroke: var(--line) }
.chart .line { fill: none; stroke: currentColor; stroke-width: 1.9; stroke-linejoin: round; stroke-linecap: round }
.chart .dashed { stroke-dasharray: 5 4 } .chart .faint { opacity: .4 }
.chart .band, .chart .bin { fill: currentColor } .chart .band { opacity: .13 } .chart .dot { fill: currentColor; stroke: var(--paper); stroke-width: 1.5 }
.chart .hollow { fill: var(--paper); stroke: currentColor } .chart .whisker { stroke: currentColor; stroke-width: 2.4; stroke-linecap: round; opacity: .55 }
.run { white-space: nowrap } .run i { display: inline-block; width: .7em; height: .7em; margin-right: .5em; border-radius: 50%; background: currentColor }
.cards { display: flex; flex-wrap: wrap; gap: 1.25rem }
.cards .pair { display: flex; gap: 3px } .cards img { display: block; height: 6.6rem; border-radius: 4px }
.cards figcaption { max-width: 13.4rem; margin-top: .4rem; line-height: 1.35 } .cards figcaption strong { display: block; color: var(--ink) }
.cards img:only-child:not(.small) { height: auto } .cards figure:has(img:only-child) figcaption:not(:has(strong)) { max-width: none }
.photos { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)); gap: 2.25rem 1.75rem; align-items: start }
.photos > .many { grid-column: 1 / -1 } .many .faces { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 18rem), 1fr)); gap: 0 1.75rem }
.photo { position: relative; overflow: hidden; border-radius: 6px; background: var(--track) } .many .photo { max-width: 60rem }
.photo img { display: block; width: 100%; height: auto }
.photo > .masked, .crop > .plain { position: absolute; inset: 0; opacity: 0; transition: opacity .25s }
.photo:hover > .masked, #masks:checked ~ * .masked, .crop:hover > .plain { opacity: 1 }
.boxes { position: absolute; inset: 0; width: 100%; height: 100%; font: 500 13px var(--text) }
.boxes rect { fill: none; stroke: #fff; stroke-width: 2 } .boxes .edge { stroke: rgb(0 0 0/.45); stroke-width: 4 }
.boxes text { fill: #fff; stroke: rgb(30 30 34/.9); stroke-width: 5px; stroke-linejoin: round; paint-order: stroke }
.photos figcaption { display: flex; justify-content: space-between; gap: 1rem; padding-top: .5rem; font-size: .8125rem; overflow-wrap: anywhere }
.faces { margin: 0; padding: 0; list-style: none }
.face { display: grid; grid-template-columns: 5.75rem minmax(0, 1fr); gap: 1rem; padding-block: .9rem; border-top: 1px solid var(--line) } figure + .faces > .face:first-child { border: 0 }
.face h3 { margin: 0 0 .3rem; font: 400 1.3rem/1.2 var(--display) }
.crop { position: relative; aspect-ratio: 1; border-radius: 6px; overflow: hidden; background: var(--track); align-self: start } .crop img { display: block; width: 100%; height: 100% }
.bars { margin: 0; padding: 0; list-style: none; color: var(--soft); font-size: .8125rem; line-height: 1.55 }
.bars li { display: grid; grid-template-columns: 5.4em minmax(0, 1fr) 3em; gap: .5rem; align-items: center }
.bars span:first-child { overflow: hidden; text-overflow: ellipsis; white-space: nowrap } .bars span:last-child { text-align: right; white-space: nowrap }
.bar { width: 100%; height: 7px; border-radius: 4px; background: var(--track) } .bar rect { fill: var(--quiet) }
.bars .answer { color: var(--ink); font-weight: 500 } .answer .bar rect { fill: var(--answer) }
.scale { display: inline-flex; align-items: center; gap: .6rem; color: var(--soft); font-size: .875rem } .scale i { width: 8rem; height: .5rem; border-radius: 4px; background: var(--motion) }
.switch { display: inline-flex; align-items: center; gap: .7rem; cursor: pointer }
.switch i { position: relative; width: 2.5rem; height: 1.5rem; border-radius: 1rem; background: var(--quiet); transition: background .2s }
.switch i::after { content: ""; position: absolute; inset: 3px auto 3px 3px; width: 18px; border-radius: 50%; background: #fff; transition: transform .2s }
#masks:checked ~ * .switch i, .switch input:checked + i { background: var(--answer) } #masks:checked ~ * .switch i::after, .switch input:checked + i::after { transform: translateX(16px) }
#masks:focus-visible ~ * .switch i, .switch input:focus-visible + i { outline: 2px solid var(--link); outline-offset: 3px }
`;
