/** How far a piece of work is. */
export interface Progress {
  /** What is being done, such as `eyes of ck+`; another name begins another count. */
  readonly what: string;
  readonly done: number;
  readonly total: number;
}

/** How long work is done: the options of every function that goes through many pictures. */
export interface WorkOptions {
  /** Threads beside the caller's, by default 2; 0 works on the caller's own. */
  readonly workers?: number | undefined;
  /** Where what can be made again is kept between calls, `false` keeps nothing; by default the user's cache folder. */
  readonly cache?: string | false | undefined;
  /** Aborting ends the work at the next picture, with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}
