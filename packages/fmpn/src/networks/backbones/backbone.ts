import { layers, type Scope, type Tensor } from "@fmpn/graph";
import { flatten, globalAveragePool } from "@fmpn/graph/operators";

export interface BackboneOptions {
  /** Number of classes K. */
  readonly classes: number;
  /** Rate of the dropout before the last layer, where the backbone has one. */
  readonly dropout: number;
  /** A mask N×1×h×w in (0, 1) for a backbone that takes one to its features. */
  readonly mask?: Tensor | undefined;
}

/**
 * A classifier: an image N×3×S×S (or fused features) to logits N×K. Parameters are named as in torchvision (or
 * where else its weights come from), so that they can be loaded.
 */
export type Backbone = (scope: Scope, x: Tensor, options: BackboneOptions) => Tensor;

/** What every backbone ends with: mean over places, dropout, and a linear layer of the given name. */
export function classifierHead(scope: Scope, name: "fc" | "classifier", features: Tensor, { classes, dropout }: BackboneOptions): Tensor {
  const pooled = layers.dropout(scope.at("dropout"), flatten(globalAveragePool(features)), dropout);
  return layers.linear(scope.at(name), pooled, { units: classes });
}
