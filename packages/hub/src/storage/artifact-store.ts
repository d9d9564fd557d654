/** What was taken in is larger than was allowed. */
export class TooLargeError extends Error {
  override readonly name = "TooLargeError";
}

/** Files by the SHA-256 of their content: the same content is one file, and a file's name proves it. */
export interface ArtifactStore {
  /** Takes in a stream while it is hashed. What breaks off or grows too large leaves nothing behind. @throws TooLargeError */
  put(content: ReadableStream<Uint8Array>, mostBytes: number): Promise<{ readonly sha256: string; readonly bytes: number }>;
  /** The file on this machine, for reading. @returns undefined where there is none */
  find(sha256: string): Promise<string | undefined>;
  open(sha256: string): Promise<ReadableStream<Uint8Array> | undefined>;
  /** Everything it holds, by what it is named and how large it is; whether a name is true is not looked at. */
  list(): AsyncIterable<{ readonly sha256: string; readonly bytes: number }>;
  /** Bytes that are free where it lies, as far as that is known. */
  free(): Promise<number | undefined>;
}

export const isArtifactName = (name: string): boolean => /^[0-9a-f]{64}$/.test(name);

/** Where a file lies in a store: "ab/ab12…". @throws RangeError for what is no hash */
export function artifactName(sha256: string): string {
  if (!isArtifactName(sha256)) throw new RangeError("an artifact is named by 64 hex digits");
  return `${sha256.slice(0, 2)}/${sha256}`;
}
