import { screenSheet } from "@fmpn/page";

/** What the looking pages need beside the sheet of all pages. */
export const lookSheet = `${screenSheet}.view > h1 { max-width: 24ch }
.row > * { max-width: 100%; min-width: 0 }
.row select { flex: 0 1 14rem; min-width: 6rem; max-width: 14rem }
.settings { display: flex; flex-wrap: wrap; gap: .5rem 1.75rem; align-items: center; padding-top: .75rem }
.settings label { display: inline-flex; gap: .6rem; align-items: center; font-weight: 400 }
.settings [type=range] { width: 9rem }
.steps { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: 1.5rem; margin-block: 1.5rem }
.steps figcaption { min-height: 4.2rem; font-weight: 400 !important; color: var(--soft) !important }
.erase { max-width: 22rem }
.erase canvas { touch-action: none; cursor: crosshair }
.timeline-place { cursor: pointer; margin-block: 1.5rem }
#face-answer { margin-top: 0 }
`;
