import type { Network, State } from "@fmpn/graph";
import type { BackboneName } from "../networks/backbones/names.js";
import { headOf } from "../networks/classification-net.js";
import { readWeights } from "./read-weights.js";
import { takeWeights } from "./take-weights.js";

/** The three files that the authors' code saves after an epoch. */
export interface AuthorsFiles {
  /** `<epoch>_net_resface.pth`, the mask generator; the only one that their first stage saves. */
  readonly resface: Uint8Array;
  /** `<epoch>_net_fusion.pth` */
  readonly fusion?: Uint8Array | undefined;
  /** `<epoch>_net_cls.pth` */
  readonly cls?: Uint8Array | undefined;
}

/** Names of the files that the authors' code saves after an epoch. */
export function authorsFileNames(epoch: number | string): { readonly [part in keyof AuthorsFiles]-?: string } {
  return { resface: `${epoch}_net_resface.pth`, fusion: `${epoch}_net_fusion.pth`, cls: `${epoch}_net_cls.pth` };
}

/**
 * Reads a checkpoint of the authors' PyTorch code (github.com/donydchen/FMPN-FER), saved on one GPU, several (`module.`) or
 * none.
 *
 * @param network of the `paper` preset or one with its settings changed
 * @returns the values of the parts that were given
 * @throws WeightsError naming the file and the tensors that do not fit, or the number of classes
 */
export function readAuthorsCheckpoint(network: Network, backbone: BackboneName, files: AuthorsFiles, epoch: number | string = "N"): State {
  const names = authorsFileNames(epoch);
  const part = (prefix: string, bytes: Uint8Array | undefined, what: string, head?: string): State =>
    bytes === undefined ? new Map() : takeWeights(network, readWeights(bytes, what), what, { prefix, ...(head === undefined ? {} : { head }) });
  return new Map([
    ...part("fmg.", files.resface, names.resface),
    ...part("pfn.", files.fusion, names.fusion),
    ...part("cls.", files.cls, names.cls, headOf(backbone)),
  ]);
}
