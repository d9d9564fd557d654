/**
 * A class of the page as far as the compiler was told of it: `never` where TypeScript runs without the DOM library, so that
 * these declarations compile in a Node project, too.
 */
export type PageClass<Name extends string> = typeof globalThis extends Record<Name, { prototype: infer Instance }> ? Instance : never;

/** What a page may hold already decoded; a video or canvas gives what it shows at the moment. In browsers only. */
export type Drawable =
  | PageClass<"ImageBitmap">
  | PageClass<"HTMLImageElement">
  | PageClass<"HTMLVideoElement">
  | PageClass<"HTMLCanvasElement">
  | PageClass<"OffscreenCanvas">
  | PageClass<"VideoFrame">;

/** The names of their classes. */
export const drawableClasses: readonly string[] = ["ImageBitmap", "HTMLImageElement", "HTMLVideoElement", "HTMLCanvasElement", "OffscreenCanvas", "VideoFrame"];
