import type { MeasurementDocument } from "@fmpn/lab/measurement";

/** What the page asks its worker: to measure a model on faces that the worker draws. It is stopped by ending it. */
export interface MeasureRequest {
  readonly bytes: Uint8Array;
  /** The model file's name, and its SHA-256 as the page has checked it. */
  readonly file: string;
  readonly sha256: string;
  readonly seed: number;
  readonly count: number;
  /** fmpn's version and the browser's name, for the document. */
  readonly fmpn: string;
  readonly platform: string;
}

/** What it says meanwhile, and in the end. */
export type MeasureReply = { readonly done: number; readonly total: number } | { readonly document: MeasurementDocument } | { readonly error: string };
