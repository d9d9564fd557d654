/** Why a picture could not be had. */
export type ImageFault =
  /** no such file, a folder, no permission, a fetch that failed */
  | "unreadable"
  /** zero bytes */
  | "empty"
  /** no format that is read here, or one that is refused (SVG) */
  | "unsupported"
  /** the file ends before its pixels do */
  | "truncated"
  /** more bytes or pixels than allowed */
  | "too-large"
  /** the right format with damaged content */
  | "damaged";

/** A picture that could not be read. The message is `name: reason`. */
export class ImageError extends Error {
  override readonly name = "ImageError";

  constructor(
    /** What the caller called the picture: its path, its address, or `image` for bare bytes. */
    readonly file: string,
    readonly fault: ImageFault,
    /** A sentence for people, without the name. */
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${file}: ${reason}`, options);
  }
}
