import { layers, type Scope, type Tensor } from "@fmpn/graph";
import { kaimingNormal } from "@fmpn/graph/initializers";
import { flatten, relu } from "@fmpn/graph/operators";
import { separable } from "./detection-network.js";

/**
 * The second look: is what was found a face? The detector's own first layers, which it starts from, down to a sixteenth, and one
 * answer from what is where.
 *
 * @param x N×3×80×80, (v − 127)/128, the find upright and in the middle (`secondView` of fmpn/faces)
 * @returns logits N×1
 */
export function secondLookNetwork(scope: Scope, x: Tensor): Tensor {
  const body = scope.at("body");
  let h = relu(layers.convolution(body.at(0), x, { filters: 16, kernel: 3, stride: 2, padding: 1 })); //  16×40×40
  h = separable(body.at(1), h, 32);
  h = separable(body.at(2), h, 32, 2); //                                                                 32×20×20
  h = separable(body.at(3), h, 32);
  h = separable(body.at(4), h, 64, 2); //                                                                 64×10×10
  h = separable(body.at(5), h, 64);
  h = separable(body.at(6), h, 64);
  h = relu(layers.convolution(body.at(7), h, { filters: 64, kernel: 1 }));
  h = separable(body.at(8), h, 128, 2); //                                                                128×5×5
  h = separable(body.at(9), h, 128);
  h = separable(body.at(10), h, 128);
  const places = layers.dropout(scope.at("dropout"), flatten(h), 0.3);
  const seen = relu(layers.linear(scope.at("places"), places, { units: 32, initializer: kaimingNormal() }));
  return layers.linear(scope.at("seen"), seen, { units: 1 });
}
