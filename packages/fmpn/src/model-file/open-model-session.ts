import { type OnnxModel, openSession, OversizedGraphError, type RunLimits, type Session, type SessionOptions, UnsupportedOperatorError } from "@fmpn/graph/inference";
import { ModelFileError } from "./model-info.js";

/**
 * What one face may take, whoever made the model: a hundred times the largest network that is known to read expressions well, some
 * seconds and a gigabyte.
 */
const LIMITS: RunLimits = { values: 2 ** 28, products: 1e11 };

/**
 * Loads a checked model file to be run here, unless a face would take more than a network for faces has need of.
 *
 * @param what the file's name, for errors
 * @throws ModelFileError naming the node at which it would, or the operator of which that is not known
 * @throws ProviderError where the provider cannot be had, or cannot run the model
 */
export async function openModelSession(model: Uint8Array | OnnxModel, what: string, options: SessionOptions = {}): Promise<Session> {
  try {
    return await openSession(model, { ...options, runLimits: LIMITS });
  } catch (error) {
    if (error instanceof OversizedGraphError) throw new ModelFileError(`${what}: ${error.message}.`, { cause: error });
    if (error instanceof UnsupportedOperatorError) throw new ModelFileError(`${what}: it uses the operator ${error.operator} as no network of fmpn does; what that would take is not known, so it is not run.`, { cause: error });
    throw error;
  }
}
