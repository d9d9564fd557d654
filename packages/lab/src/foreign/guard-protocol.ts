import type { HostTensor, SessionOptions } from "@fmpn/graph/inference";

/** What the guarded process is asked, one thing at a time. */
export type GuardRequest =
  | { readonly kind: "open"; readonly bytes: Uint8Array; readonly options: SessionOptions }
  | { readonly kind: "run"; readonly feeds: Readonly<Record<string, HostTensor>>; readonly output: string };

/** What it answers. */
export type GuardReply =
  | { readonly inputs: readonly string[]; readonly outputs: readonly string[] }
  | { readonly tensor: HostTensor }
  | { readonly error: string };

/** Its last words where it ends itself. */
export const OVER_MEMORY = "over the limit of memory";
