import { createHash, randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { access, mkdir, readdir, rename, rm, stat, statfs } from "node:fs/promises";
import path from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { artifactName, type ArtifactStore, isArtifactName, TooLargeError } from "./artifact-store.js";

/** A folder on this machine, or one that all machines of the hub share. */
export function folderStore(folder: string): ArtifactStore {
  const place = (sha256: string): string => path.join(folder, artifactName(sha256));
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
    async *list() {
      for (const drawer of (await namesIn(folder)).filter((name) => /^[0-9a-f]{2}$/.test(name)))
        for (const name of (await namesIn(path.join(folder, drawer))).filter(isArtifactName)) yield { sha256: name, bytes: (await stat(path.join(folder, drawer, name))).size };
    },
    async free() {
      const known = await statfs(folder).catch(() => undefined);
      return known && known.bavail * known.bsize;
    },
  };
}

const namesIn = async (folder: string): Promise<string[]> => (await readdir(folder).catch(() => [])).toSorted();
