import type { Sighting } from "../competitor.js";

/** Names the expression of a picture's most prominent face, in a page. */
export type PageCompetitor = (picture: Blob, classes: readonly string[]) => Promise<Sighting>;

/** What every page's module exports. */
export interface PageModule {
  open(): Promise<PageCompetitor>;
}
