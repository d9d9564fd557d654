import { createNetwork, input, type Network } from "@fmpn/graph";
import { FACE_INPUT } from "./face-input.js";
import { fmpn, type FmpnOutputs, type FmpnSettings } from "./fmpn.js";
import { luma } from "./luma.js";

/** A network as applications use it: colours in, answers out. */
export interface FaceNetwork extends FmpnOutputs {
  readonly network: Network;
}

/**
 * The network with its gray input computed from the colours, for inference: what a model file holds and what
 * `fmpn model` describes. (Training feeds RGB and gray images of its own, see `fmpn`.)
 *
 * @param classes number of expressions
 */
export function faceNetwork(settings: FmpnSettings, classes: number, batch = 1): FaceNetwork {
  const network = createNetwork({ training: false });
  const rgb = input(FACE_INPUT, [batch, 3, settings.size, settings.size]);
  return { network, ...fmpn(network.root, { rgb, gray: luma(rgb) }, classes, settings) };
}
