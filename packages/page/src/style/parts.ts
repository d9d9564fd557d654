/** What pages are put together from: header, navigation, chips, notices, forms, footers. */
export const PARTS = `
.site, .tabs { border-bottom: 1px solid var(--line) }
.site > .in { gap: .25rem 1.75rem; padding-block: .8rem }
.brand { font-size: 1.25rem; color: inherit }
.site nav, .tabs { gap: 0 1.5rem }
.brand, .site nav a, .tabs a, .chip, .button { text-decoration: none }
.site nav a, .tabs a { padding-block: .4rem; color: var(--soft) }
:is(nav, thead, .site-foot) a:hover, summary:hover { color: var(--ink) }
nav a[aria-current] { color: var(--ink); box-shadow: inset 0 -2px var(--answer) }
.site form { flex: 1 1 12rem; max-width: 24rem; margin-left: auto }
.trail { gap: .25rem .5rem; margin-bottom: 1.5rem }
.trail, .trail a, .site-foot a { color: var(--soft) }
.trail li + li::before { content: "› " }
.tabs { margin-block: 1.5rem }
.paging, .row { gap: .6rem 1rem; margin-block: 1rem }
.tags { gap: .4rem }
.chip { --tone: var(--soft); display: inline-flex; align-items: center; min-height: 1.5rem; padding: 0 .6rem; border: 1px solid color-mix(in srgb, var(--tone) 40%, transparent); border-radius: 1rem; color: var(--tone); font-size: .8125rem; background: none }
.chip:is(:hover, [aria-current], [aria-pressed=true]) { --tone: var(--ink) }
.chip:is([aria-current], [aria-pressed=true]), .primary.primary { background: var(--ink); color: var(--paper) }
.good { --tone: var(--good) }
.warn { --tone: var(--warn) }
.bad { --tone: var(--bad) }
.notice { margin: 1.25rem 0; padding: .75rem 1rem; border-left: 3px solid var(--tone, var(--answer)); background: color-mix(in srgb, var(--tone, var(--answer)) 7%, transparent) }
.tiles { gap: 1.25rem 2.75rem; margin-block: 1.5rem }
.tiles strong { display: block; font-size: 2rem }
.log li { padding: .6rem 0; border-top: 1px solid var(--line) }
.tree ul { list-style: none; border-left: 1px solid var(--line) }
.columns { --min: 19rem; display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, var(--min)), 1fr)); gap: 1.75rem 2.5rem; margin-block: 1.25rem }
.columns:has(.line-chart) { --min: 25rem }
.columns > * { min-width: 0 }
:is(.columns > *, .panel) > :first-child { margin-top: 0 }
:is(.notice, .panel) > :last-child { margin-bottom: 0 }
.panel { padding: 1.25rem }
.field { display: grid; gap: .3rem; max-width: 36rem; margin-bottom: 1.1rem }
.bad > .hint { color: var(--bad) }
input, select, textarea, button, .button { min-height: 2.4rem; padding: .35rem .8rem; color: inherit; background: var(--surface); border: 1px solid var(--quiet); border-radius: 6px; font: inherit; font-size: .9375rem }
.field > :is(input, select, textarea), [type=search] { width: 100% }
.bad > :is(input, select, textarea) { border-color: var(--bad) }
[type=search] { border-radius: 2rem }
[type=checkbox], [type=radio], [type=range] { min-height: 0; padding: 0; accent-color: var(--answer) }
[type=checkbox], [type=radio] { width: 1.1rem; height: 1.1rem }
fieldset { margin: 0 0 1.25rem; padding: 0; border: 0; min-width: 0 }
.choice, .switch, .scale, button, .button { display: inline-flex; gap: .6rem; align-items: center; font-weight: 400; cursor: pointer }
:is(button, .button):hover { border-color: var(--ink) }
:disabled { opacity: .5 }
progress { width: 100%; accent-color: var(--answer) }
.site-foot { padding-block: 1.75rem 2.5rem; border-top: 1px solid var(--line) }
.site-foot h2 { margin: 0; font: 600 .875rem var(--text); color: var(--ink) }
`;
