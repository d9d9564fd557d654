import type { Sharp, SharpOptions } from "sharp";

/** The package that reads image files in Node is missing. */
export class MissingSharpError extends Error {
  override readonly name = "MissingSharpError";
}

/**
 * `sharp`, loaded when it is first needed: whoever brings pixels of their own, or runs in a browser, does without it.
 *
 * @throws MissingSharpError saying what to install.
 */
export async function loadSharp(): Promise<(input: Uint8Array, options?: SharpOptions) => Sharp> {
  try {
    return (await import("sharp")).default;
  } catch (error) {
    const message = "Image files are read by the package sharp, which is not installed: npm install sharp";
    throw new MissingSharpError(message, { cause: error });
  }
}
