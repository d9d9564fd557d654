/** An address relative to the page as one that means the same in a worker, where it would be relative to the script. */
export function absoluteAddress(address: string): string {
  return new URL(address, globalThis.document?.baseURI ?? globalThis.location.href).href;
}
