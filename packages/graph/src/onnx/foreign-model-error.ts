import { OnnxError } from "./model.js";

/**
 * Why a model of unknown origin was refused or stopped: `file` (damaged, or no ONNX model), `too large`, `operators` (some that are
 * not run here: control flow, functions, foreign domains, other versions), `external data` (it wants other files read, or has
 * sparse tensors, through which a runtime may be made to), `shape` (inputs or tensors of a shape that cannot be), and where it
 * was run under limits: `memory`, `time`, `crash`. Plain words, to be stored and shown.
 */
export type RefusalKind = "file" | "too large" | "operators" | "external data" | "shape" | "memory" | "time" | "crash";

/** A model of unknown origin was refused before it was run, or stopped while it ran. The message names the file. */
export class ForeignModelError extends OnnxError {
  override readonly name = "ForeignModelError";
  readonly kind: RefusalKind;

  constructor(kind: RefusalKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** A name out of a file as errors show it: quoted, cut, without control characters. */
export function shown(name: string): string {
  return JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name);
}
