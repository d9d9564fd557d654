/** What pages are put together from: header, navigation, chips, notices, forms, footers. */
export const PARTS = `
.site { border-bottom: 1px solid var(--line) }
.site > .in { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1.75rem; padding-block: .8rem }
.brand { font: 1.25rem/1 var(--display); letter-spacing: -.01em; color: var(--ink); text-decoration: none; white-space: nowrap }
.site nav, .tags, .row, .trail, .paging, .tabs { display: flex; flex-wrap: wrap; align-items: center }
.site nav { gap: 0 1.25rem; font-size: .9375rem }
.site nav a, .trail a, .paging a, .site-foot a { display: inline-block; min-height: 1.5rem }
.site nav a { padding-block: .35rem; color: var(--soft); text-decoration: none }
.site nav a:hover { color: var(--ink) }
[aria-current] { color: var(--ink) !important; box-shadow: inset 0 -2px var(--answer) }
.site form { flex: 1 1 12rem; max-width: 24rem; margin-left: auto }
.trail { gap: .25rem .5rem; padding: 0; margin: 0 0 1.5rem; list-style: none; color: var(--soft); font-size: .875rem }
.trail li + li::before { content: "›"; margin-right: .5rem; color: var(--quiet) }
.trail a { color: inherit } .trail [aria-current] { box-shadow: none; color: var(--soft) !important }
.tabs { gap: 0 1.5rem; margin: 1.5rem 0; border-bottom: 1px solid var(--line) }
.tabs a { padding: .5rem 0; margin-bottom: -1px; color: var(--soft); text-decoration: none }
.tabs a:hover { color: var(--ink) }
.paging { gap: .25rem 1.25rem; margin-block: 1.5rem; font-size: .9375rem }
.row { gap: .6rem 1rem } .tags { gap: .4rem; padding: 0; list-style: none }
.chip { display: inline-flex; align-items: center; gap: .35em; min-height: 1.5rem; padding: 0 .6rem; border-radius: 99px; border: 1px solid var(--line);
  color: var(--soft); font-size: .8125rem; line-height: 1.4; white-space: nowrap; text-decoration: none; background: none }
a.chip:hover, button.chip:hover { border-color: var(--soft); color: var(--ink) }
.chip[aria-current], .chip[aria-pressed=true] { box-shadow: none; background: var(--ink); color: var(--paper) !important; border-color: var(--ink) }
:is(.chip, .notice, .field).good { --tone: var(--good) } :is(.chip, .notice).warn { --tone: var(--warn) } :is(.chip, .notice, .field).bad { --tone: var(--bad) }
.chip:is(.good, .warn, .bad) { color: var(--tone); border-color: color-mix(in srgb, var(--tone) 45%, transparent) }
.notice { max-width: 52rem; margin: 1.25rem 0; padding: .75rem 1rem; border-left: 3px solid var(--tone, var(--answer)); background: color-mix(in srgb, var(--tone, var(--answer)) 7%, transparent) }
.notice > :last-child { margin-bottom: 0 }
.tiles { display: flex; flex-wrap: wrap; gap: 1.25rem 2.75rem; margin: 1.5rem 0; padding: 0; list-style: none }
.tiles strong { display: block; font: 400 2rem/1.15 var(--display) } .tiles span { color: var(--soft); font-size: .875rem }
.log, .plain { padding: 0; list-style: none } .log li { padding: .6rem 0; border-top: 1px solid var(--line) }
.tree, .tree ul { list-style: none; padding-left: 1.1rem; border-left: 1px solid var(--line) }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr)); gap: 1.75rem 2.5rem; margin-block: 1.25rem }
.columns:has(.line-chart) { grid-template-columns: repeat(auto-fit, minmax(min(100%, 25rem), 1fr)) }
.columns > * { min-width: 0 } .columns h3:first-child { margin-top: 0 }
.panel { padding: 1.25rem; background: var(--surface); border: 1px solid var(--line); border-radius: 10px }
.panel > :first-child { margin-top: 0 } .panel > :last-child { margin-bottom: 0 }
.field { display: grid; gap: .3rem; max-width: 36rem; margin-bottom: 1.1rem }
label, legend { font-size: .9375rem; font-weight: 500 }
.field.bad > .hint { color: var(--bad) }
input, select, textarea, button, .button { font: inherit; font-size: .9375rem; color: inherit }
:is(input:not([type=checkbox], [type=radio], [type=range], [type=file]), select, textarea) { width: 100%; min-height: 2.4rem; padding: .4rem .7rem; background: var(--surface); border: 1px solid var(--quiet); border-radius: 6px }
.bad > :is(input, select, textarea) { border-color: var(--bad) }
input[type=search] { border-radius: 99px; padding-inline: 1rem; border-color: var(--line) }
input:is([type=checkbox], [type=radio], [type=range]) { accent-color: var(--answer); width: 1.1rem; height: 1.1rem } input[type=range] { width: 100% }
fieldset { margin: 0 0 1.25rem; padding: 0; border: 0; min-width: 0 }
.choice { display: flex; gap: .6rem; align-items: center; min-height: 1.75rem; font-weight: 400 }
button, .button { display: inline-flex; align-items: center; justify-content: center; gap: .5rem; min-height: 2.4rem; padding: .35rem 1.1rem; border: 1px solid var(--quiet); border-radius: 6px; background: var(--surface); text-decoration: none; cursor: pointer }
:is(button, .button):hover { border-color: var(--ink) }
.primary { color: var(--paper) !important; background: var(--ink); border-color: var(--ink) } .primary:hover { background: color-mix(in srgb, var(--ink) 85%, var(--answer)) }
:disabled { opacity: .5; cursor: default }
progress { appearance: none; width: 100%; height: .5rem; border: 0; border-radius: 4px; overflow: hidden; background: var(--track) }
progress::-webkit-progress-bar { background: var(--track) } progress::-webkit-progress-value { background: var(--answer) } progress::-moz-progress-bar { background: var(--answer) }
.site-foot { margin-top: 3rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .875rem; padding-block: 1.75rem 2.5rem }
.site-foot .columns { grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); margin-top: 0 } .site-foot ul { list-style: none; padding: 0 } .site-foot h2 { margin: 0 0 .5rem; font: 600 .875rem var(--text); color: var(--ink); letter-spacing: 0 } .site-foot a { color: inherit }
`;
