/** An address relative to the page as one that means the same in a worker, where it would be relative to the script. */
export function absoluteAddress(address: string): string {
  // An edge worker has neither page nor location: whole addresses alone mean something there.
  const place = globalThis as { readonly document?: Document; readonly location?: Location };
  return new URL(address, place.document?.baseURI ?? place.location?.href).href;
}
