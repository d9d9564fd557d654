import { defaultProvider } from "@fmpn/graph/inference";
import type { TrainerOptions } from "@fmpn/graph/training";

/** What a training computes on, from its first step to its last validation. */
export interface Engine {
  readonly provider: NonNullable<TrainerOptions["provider"]>;
  /** Which it is and why, in a line for people. */
  readonly reason: string;
}

/** The fastest engine that is to be had here. */
export async function chooseEngine(): Promise<Engine> {
  const provider = await defaultProvider();
  if (provider === "cpu") return { provider, reason: "computing on the processor, with onnxruntime-node" };
  return {
    provider,
    reason: "computing in WebAssembly, several times slower, because the package onnxruntime-node is not installed or does not load here; npm install onnxruntime-node makes training fast",
  };
}
