/** From this length on, text of base64's letters alone is no path and no address. */
const LONGEST_WORD = 1024;
/** How the formats that are read begin in base64. */
const BEGINNINGS = /^(?:\/9j\/|iVBORw0KGgo|UklGR|R0lGOD|SUkqA|TU0AK|Qk[0-9])/;

/**
 * The bytes of a `data:` address (RFC 2397), without a fetch, which a page's policy may forbid; undefined for another address.
 *
 * @throws Error saying what is wrong with it
 */
export function bytesOfDataAddress(address: string): Uint8Array | undefined {
  const [, head] = /^data:([^,]*),/i.exec(address) ?? [];
  if (head === undefined) {
    if (/^data:/i.test(address)) throw new Error("is a data: address without a comma before its content");
    return undefined;
  }
  const content = address.slice("data:".length + head.length + 1).replace(/#.*$/s, "");
  const bytes = percentDecoded(content);
  return /;\s*base64\s*$/i.test(head) ? base64Decoded(bytes) : bytes;
}

/** Whether a text is the base64 of a file, which someone gave without the `data:` before it. */
export function isBase64Text(text: string): boolean {
  return text.length >= 64 && (text.length >= LONGEST_WORD || BEGINNINGS.test(text)) && /^[\w+/=\s-]+$/.test(text);
}

/** What to do with such a text. */
export const BASE64_FAULT = 'is base64 text, neither a path nor an address: put "data:;base64," before it, or give its bytes';

function percentDecoded(text: string): Uint8Array {
  if (!text.includes("%")) return new TextEncoder().encode(text);
  const parts = text.split(/((?:%[0-9a-f]{2})+)/i);
  const encoder = new TextEncoder();
  const pieces = parts.map((part, index) => (index % 2 === 0 ? encoder.encode(part) : Uint8Array.from(part.slice(1).split("%"), (digits) => Number.parseInt(digits, 16))));
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function base64Decoded(letters: Uint8Array): Uint8Array {
  let binary: string;
  try {
    binary = atob(new TextDecoder().decode(letters));
  } catch (error) {
    throw new Error("is a data: address whose base64 is damaged", { cause: error });
  }
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}
