import { ProviderError } from "@fmpn/graph/inference";
import { ImageError, type ImageFault } from "../../images/image-error.js";
import { ModelFileError } from "../../model-file/model-info.js";

/** An error on its way out of a worker, where classes do not survive. */
export type ErrorMessage =
  | { readonly kind: "image"; readonly file: string; readonly fault: ImageFault; readonly reason: string }
  | { readonly kind: "other"; readonly name: string; readonly message: string };

/** By the names that the errors give themselves: those of the classes are lost where a bundle is minified. */
const classes: Readonly<Record<string, new (message: string) => Error>> = { ModelFileError, ProviderError, RangeError, TypeError };

export function packError(error: unknown): ErrorMessage {
  if (error instanceof ImageError) return { kind: "image", file: error.file, fault: error.fault, reason: error.reason };
  const { name, message } = error instanceof Error || error instanceof DOMException ? error : new Error(String(error));
  return { kind: "other", name, message };
}

/** The error that the caller would have had without a worker. */
export function unpackError(message: ErrorMessage): Error {
  if (message.kind === "image") return new ImageError(message.file, message.fault, message.reason);
  const known = Object.hasOwn(classes, message.name) ? classes[message.name] : undefined;
  const error = new (known ?? Error)(message.message);
  if (error.name !== message.name) Object.defineProperty(error, "name", { value: message.name });
  return error;
}
