/** SHA-256 in hex digits, of bytes or of a text in UTF-8; in Node and in pages (of secure addresses, as `crypto.subtle` wants). */
export async function sha256(content: Uint8Array | Uint8ClampedArray | string): Promise<string> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const digest = await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** SHA-256 of lines in the order of their characters' codes, each ended with LF: what the hashes of splits and answers are. */
export async function sha256OfLines(lines: Iterable<string>): Promise<string> {
  return await sha256([...lines].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)).map((line) => `${line}\n`).join(""));
}
