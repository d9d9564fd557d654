import { createPicture, type Picture } from "fmpn/pictures";

/** Cuts a stream of pictures in the form PPM (P6, 8 bits) into pictures, holding one at a time. @throws Error where it is no such stream */
export async function* ppmFrames(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Picture, void, undefined> {
  let pending: Uint8Array[] = [];
  let length = 0;
  let header: { readonly size: number; readonly width: number; readonly height: number } | undefined;
  for await (const chunk of stream) {
    pending.push(chunk);
    length += chunk.length;
    for (;;) {
      if (header === undefined) {
        const bytes = joined(pending);
        pending = [bytes];
        header = headerOf(bytes);
        if (header === undefined) break;
      }
      const end = header.size + header.width * header.height * 3;
      if (length < end) break;
      const bytes = joined(pending);
      yield createPicture(header.width, header.height, 3, new Uint8ClampedArray(bytes.slice(header.size, end)));
      pending = [bytes.subarray(end)];
      length -= end;
      header = undefined;
    }
  }
  if (length > 0) throw new Error("the last frame is cut");
}

/** The header of a picture and how long it is; undefined where it has not come whole. */
function headerOf(bytes: Uint8Array): { readonly size: number; readonly width: number; readonly height: number } | undefined {
  const text = new TextDecoder("latin1").decode(bytes.subarray(0, 40));
  const found = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(text);
  if (found !== null) return { size: found[0].length, width: Number(found[1]), height: Number(found[2]) };
  if (bytes.length >= 40 || (text.length >= 2 && !text.startsWith("P6"))) throw new Error("these are no frames of a video");
  return undefined;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : new Uint8Array(Buffer.concat(parts));
}
