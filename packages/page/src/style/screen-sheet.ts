/** What pages that look at pictures and through the camera need beside the sheet of all pages: places for video and overlay. */
export const screenSheet = `
.stage { display: grid; grid-template-columns: minmax(0, 1fr) minmax(16rem, 21rem); gap: 1.5rem 2.5rem; align-items: start; margin-block: 1.5rem 1rem }
.screen { position: relative; aspect-ratio: 4 / 3; overflow: hidden; border-radius: 10px; background: #1b1b1f; box-shadow: 0 1px 2px rgb(0 0 0 / .12) }
.screen > video, .screen > canvas { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: contain }
.screen > canvas { pointer-events: none }
.screen.mirrored > video { transform: scaleX(-1) }
.screen > .empty { position: absolute; inset: 0; display: grid; place-content: center; margin: 0; color: #c9c7cc; background: radial-gradient(circle at 50% 40%, #2b2a31, #19191d) }
.fault:empty { display: none }
.fault { color: var(--bad) }
.seen .face:first-child { border: 0; padding-top: 0 }
.seen .row { gap: .4rem; margin: .6rem 0 0 }
.seen button { min-height: 1.9rem; padding: .1rem .7rem; font-size: .8125rem }
canvas.crop { width: 100%; height: auto }
.face > canvas.crop { width: 5.75rem }
.photos .face .row { gap: .35rem; margin: .5rem 0 0 }
.masks .masked { opacity: 1 }
@media (max-width: 52rem) { .stage { grid-template-columns: minmax(0, 1fr) } }
`;
