import { createHash, randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { access, mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";

/** What was taken in is larger than was allowed. */
export class TooLargeError extends Error {
  override readonly name = "TooLargeError";
}

/** Files by the SHA-256 of their content: the same content is one file, and a file's name proves it. */
export interface ArtifactStore {
  /** Takes in a stream while it is hashed. What breaks off or grows too large leaves nothing behind. @throws TooLargeError */
  put(content: ReadableStream<Uint8Array>, mostBytes: number): Promise<{ readonly sha256: string; readonly bytes: number }>;
  /** The file, for reading. @returns undefined where there is none */
  find(sha256: string): Promise<string | undefined>;
  open(sha256: string): Promise<ReadableStream<Uint8Array> | undefined>;
}

/** A folder on this machine, or one that all machines of the hub share. */
export function openArtifactStore(folder: string): ArtifactStore {
  const place = (sha256: string): string => {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new RangeError("an artifact is named by 64 hex digits");
    return path.join(folder, sha256.slice(0, 2), sha256);
  };
  const find = async (sha256: string): Promise<string | undefined> => {
    const file = place(sha256);
    return await access(file).then(() => file, () => undefined);
  };
  return {
    async put(content, mostBytes) {
      await mkdir(path.join(folder, "incoming"), { recursive: true });
      const arriving = path.join(folder, "incoming", randomBytes(12).toString("hex"));
      const hash = createHash("sha256");
      let bytes = 0;
      const counted = new Transform({
        transform(chunk: Uint8Array, _, done) {
          bytes += chunk.length;
          hash.update(chunk);
          done(bytes > mostBytes ? new TooLargeError(`the file has more than ${mostBytes} bytes`) : null, chunk);
        },
      });
      try {
        await pipeline(Readable.fromWeb(content as Parameters<typeof Readable.fromWeb>[0]), counted, createWriteStream(arriving, { flags: "wx", mode: 0o600 }));
        const sha256 = hash.digest("hex");
        await mkdir(path.dirname(place(sha256)), { recursive: true });
        await rename(arriving, place(sha256));
        return { sha256, bytes };
      } catch (error) {
        await rm(arriving, { force: true });
        throw error;
      }
    },
    find,
    async open(sha256) {
      const file = await find(sha256);
      return file === undefined ? undefined : (Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>);
    },
  };
}
