import { ForeignModelError, type ScreeningLimits } from "@fmpn/graph/onnx";
import type { FaceClassifier } from "@fmpn/lab/evaluation";
import type { LaunchProcess } from "@fmpn/lab/foreign";
import { findJail, type Isolation } from "../sandbox/isolation.js";
import { launchJailed } from "../sandbox/launch-jailed.js";

/** What strangers' models may have. */
export const UPLOAD_LIMITS: ScreeningLimits = { file: 64e6, weights: 256e6, nodes: 20_000 };

/** A model of a stranger and, where it is another project's, the statement of its pre-processing: files. */
export interface StrangersModel {
  readonly file: string;
  readonly statement?: string | undefined;
}

export interface OpenedModel {
  readonly classifier: FaceClassifier;
  readonly provider: "simd" | "wasm";
}

/** How strangers' models are run on this machine. */
export interface Runner {
  readonly isolation: Isolation;
  readonly launch: LaunchProcess | undefined;
}

/** A runner with what the machine has to keep models apart. */
export async function findRunner(): Promise<Runner> {
  const jail = await findJail();
  return jail === undefined ? { isolation: "process", launch: undefined } : { isolation: "bubblewrap", launch: launchJailed(jail) };
}

/**
 * Opens a stranger's model on our own kernels or, where they lack an operator, on ONNX Runtime's WebAssembly: never on native code.
 *
 * @throws ForeignModelError with the kind of refusal
 */
export async function openStrangersModel({ file, statement }: StrangersModel, { launch }: Runner): Promise<OpenedModel> {
  const { openForeignClassifier, openGuardedModel } = await import("@fmpn/lab/evaluation");
  const open = async (provider: "simd" | "wasm"): Promise<OpenedModel> => {
    const options = { provider, threads: 1, limits: UPLOAD_LIMITS, guard: { memory: 1e9, seconds: 30 }, launch };
    return { provider, classifier: statement === undefined ? await openGuardedModel(file, options) : await openForeignClassifier(file, statement, options) };
  };
  try {
    return await open("simd");
  } catch (error) {
    if (!(error instanceof ForeignModelError) || error.kind !== "file") throw error;
    return await open("wasm");
  }
}
