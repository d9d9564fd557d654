/** Names a model file in reports. */
export interface ModelIdentity {
  /** The file's name without its folder. */
  readonly file: string;
  /** 16 hex digits of SHA-256 of the file. */
  readonly hash: string;
  /** The same of the statement of its pre-processing, where it is another project's. */
  readonly preprocessing?: string | undefined;
}
