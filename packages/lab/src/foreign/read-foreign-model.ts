import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { type ExternalBytes, ForeignModelError, type ScreenedModel, type ScreeningLimits, screenModel } from "@fmpn/graph/onnx";
import type { ModelIdentity } from "../model-identity.js";
import { shortHash } from "../files/short-hash.js";

/** For files that a person names on their own machine: as large as the format allows. */
export const OWN_LIMITS: ScreeningLimits = { file: 2 ** 31 - 1, weights: 4 * 2 ** 30, nodes: 100_000 };

export interface ForeignFileOptions {
  /** By default {@link OWN_LIMITS}. */
  readonly limits?: ScreeningLimits | undefined;
  /** Also reads tensors that lie in files beside the model, as PyTorch's exporter writes large ones. By default they are refused. */
  readonly externalData?: boolean | undefined;
}

/**
 * Reads and screens a model file of unknown origin. Files beside it are read only where that is asked for, only out of the model's
 * own folder, and by this function: the runtime sees one self-contained model.
 *
 * @throws ForeignModelError naming the file and the kind of refusal
 */
export async function readForeignModel(file: string, { limits = OWN_LIMITS, externalData = false }: ForeignFileOptions = {}): Promise<{ model: ModelIdentity; screened: ScreenedModel }> {
  const name = path.basename(file);
  const bytes = await read(file, limits.file);
  const model = { file: name, hash: shortHash(bytes) };
  const readExternal = externalData ? (wanted: ExternalBytes) => readBeside(path.dirname(file), wanted, limits.weights) : undefined;
  return { model, screened: screenModel(bytes, name, { limits, readExternal }) };
}

async function read(file: string, most: number): Promise<Uint8Array> {
  try {
    const facts = await stat(file);
    if (!facts.isFile()) throw new Error(facts.isDirectory() ? "it is a folder" : "it is no file");
    if (facts.size > most) throw new ForeignModelError("too large", `${file}: it has ${facts.size} bytes; at most ${most} are read`);
    const bytes = await readFile(file);
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  } catch (error) {
    if (error instanceof ForeignModelError) throw error;
    throw new ForeignModelError("file", `the model ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** The bytes of a file in the model's folder; not of one elsewhere to which a name or a link leads. */
function readBeside(folder: string, { location, offset, length }: ExternalBytes, most: number): Uint8Array {
  const refuse = (reason: string, cause?: unknown): never => {
    throw new ForeignModelError("external data", `the file ${JSON.stringify(location.slice(0, 100))}, in which its weights are, ${reason}`, { cause });
  };
  // Also what is absolute on another system, and other streams of a file on Windows.
  if (path.basename(location) !== location || /[\\/:\0]|^\.{1,2}$/.test(location)) refuse("does not lie beside it and is not read");
  if (length > most) refuse(`would have ${length} bytes; at most ${most} are read`);
  let handle: number;
  try {
    const place = path.join(realpathSync(folder), location);
    if (realpathSync(place) !== place) refuse("is a link and is not read");
    // A link that takes its place meanwhile is refused by the system, where it can; a pipe does not hold us up.
    handle = openSync(place, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (error instanceof ForeignModelError) throw error;
    return refuse(`cannot be read: ${error instanceof Error ? error.message : String(error)}`, error);
  }
  try {
    const facts = fstatSync(handle);
    if (!facts.isFile()) refuse("is no plain file and is not read");
    if (offset + length > facts.size) refuse(`has ${facts.size} bytes where the model wants ${length} from byte ${offset}`);
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; ) {
      const count = readSync(handle, bytes, at, Math.min(length - at, 2 ** 30), offset + at);
      if (count === 0) refuse("became shorter while it was read");
      at += count;
    }
    return bytes;
  } finally {
    closeSync(handle);
  }
}
