/** What the looking pages need beside the sheet of all pages: places for video and overlay. */
export const lookSheet = `
.view > h1 { max-width: 24ch }
.stage { display: grid; grid-template-columns: minmax(0, 1fr) minmax(16rem, 21rem); gap: 1.5rem 2.5rem; align-items: start; margin-block: 1.5rem 1rem }
.screen { position: relative; aspect-ratio: 4 / 3; overflow: hidden; border-radius: 10px; background: #1b1b1f; box-shadow: 0 1px 2px rgb(0 0 0 / .12) }
.screen > video, .screen > canvas { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: contain }
.screen > canvas { pointer-events: none }
.screen.mirrored > video { transform: scaleX(-1) }
.screen > .empty { position: absolute; inset: 0; display: grid; place-content: center; margin: 0; color: #c9c7cc; background: radial-gradient(circle at 50% 40%, #2b2a31, #19191d) }
.row > * { max-width: 100%; min-width: 0 }
.row select { flex: 0 1 14rem; min-width: 6rem; max-width: 14rem }
.fault:empty { display: none }
.fault { color: var(--bad) }
.settings { display: flex; flex-wrap: wrap; gap: .5rem 1.75rem; align-items: center; padding-top: .75rem }
.settings label { display: inline-flex; gap: .6rem; align-items: center; font-weight: 400 }
.settings [type=range] { width: 9rem }
.seen .face:first-child { border: 0; padding-top: 0 }
.seen .row { gap: .4rem; margin: .6rem 0 0 }
.seen button { min-height: 1.9rem; padding: .1rem .7rem; font-size: .8125rem }
canvas.crop { width: 100%; height: auto }
.face > canvas.crop { width: 5.75rem }
.photos .face .row { gap: .35rem; margin: .5rem 0 0 }
.masks .masked { opacity: 1 }
.steps { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: 1.5rem; margin-block: 1.5rem }
.steps figcaption { min-height: 4.2rem; font-weight: 400 !important; color: var(--soft) !important }
.erase { max-width: 22rem }
.erase canvas { touch-action: none; cursor: crosshair }
.timeline-place { cursor: pointer; margin-block: 1.5rem }
#face-answer { margin-top: 0 }
@media (max-width: 52rem) { .stage { grid-template-columns: minmax(0, 1fr) } }
`;
