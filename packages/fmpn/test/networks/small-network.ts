import { createNetwork, input, type Network } from "@fmpn/graph";
import { fmpn, type FmpnOutputs, type FmpnSettings } from "#src/networks/fmpn.js";
import { presets } from "#src/networks/presets.js";

/** The paper's network, as small as it gets: width 4, one block, 32 px, resnet18. */
export const smallPaper: FmpnSettings = {
  ...presets.paper,
  size: 32,
  maskGenerator: { ...presets.paper.maskGenerator, width: 4, blocks: 1 },
  classificationNet: { backbone: "resnet18", dropout: 0 },
};

/** The compact preset at 64 px. */
export const smallCompact: FmpnSettings = {
  ...presets.compact,
  size: 64,
  maskGenerator: { ...presets.compact.maskGenerator, width: 4, blocks: 1 },
};

/** The small preset at 64 px. */
export const tinySmall: FmpnSettings = {
  ...presets.small,
  size: 64,
  maskGenerator: { ...presets.small.maskGenerator, width: 4, blocks: 1 },
};

/** A network on inputs `rgb` and `gray`. */
export function build(settings: FmpnSettings, { training = false, batch = 2, classes = 3 } = {}): FmpnOutputs & { readonly network: Network } {
  const network = createNetwork({ training });
  const rgb = input("rgb", [batch, 3, settings.size, settings.size]);
  const gray = input("gray", [batch, 1, settings.size, settings.size]);
  return { network, ...fmpn(network.root, { rgb, gray }, classes, settings) };
}
