/** Threads share the process's folder: paths mean the same in all of them. */
export function absoluteAddress(address: string): string {
  return address;
}
