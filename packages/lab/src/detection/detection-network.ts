import { layers, type Scope, type Tensor } from "@fmpn/graph";
import { kaimingNormal } from "@fmpn/graph/initializers";
import { add, concatenate, relu, resize } from "@fmpn/graph/operators";

/** How many pixels lie between two places of each level's map. */
export const STRIDES = [8, 16, 32] as const;

/** Values at a place: logit of a face (1), box (4), five points (10). */
export const VALUES = 15;

/** Channels of the pyramid and of what answers. */
const WIDTH = 64;

/**
 * A face detector of one look, without anchors (after YuNet, Wu et al. 2023, and FCOS, Tian et al. 2019): depthwise separable
 * convolutions down to a 32nd of the picture, a pyramid that carries what is seen there back up to a quarter and an eighth of
 * that (Lin et al. 2017), and at each place of three maps one answer. No normalisation: it starts from weights that have
 * theirs folded in. Only convolutions, rectifiers, sums and doublings: any picture whose sides are multiples of 32 fits.
 *
 * The first layers are those of Ultra-Light-Fast RFB-320, whose weights it starts from, without the block that gave it its name.
 *
 * @param x N×3×H×W, (v − 127)/128
 * @returns for each of {@link STRIDES} N×15×H/stride×W/stride: a logit; the box's middle from the place's own and the
 * logarithms of its sides, in strides; five points from the place's own middle, in strides
 */
export function detectionNetwork(scope: Scope, x: Tensor): Tensor[] {
  const body = scope.at("body");
  let h = relu(layers.convolution(body.at(0), x, { filters: 16, kernel: 3, stride: 2, padding: 1 })); //  16×H/2
  h = separable(body.at(1), h, 32); //                                                                    32×H/2
  h = separable(body.at(2), h, 32, 2); //                                                                 32×H/4
  h = separable(body.at(3), h, 32);
  h = separable(body.at(4), h, 64, 2); //                                                                 64×H/8
  h = separable(body.at(5), h, 64);
  h = separable(body.at(6), h, 64);
  const fine = relu(layers.convolution(body.at(7), h, { filters: 64, kernel: 1 }));
  h = separable(body.at(8), fine, 128, 2); //                                                             128×H/16
  h = separable(body.at(9), h, 128);
  const middle = separable(body.at(10), h, 128);
  h = separable(body.at(11), middle, 256, 2); //                                                          256×H/32
  const coarse = separable(body.at(12), h, 256);

  const pyramid = scope.at("pyramid");
  const lateral = (level: number, map: Tensor): Tensor => layers.convolution(pyramid.at(level).at("lateral"), map, { filters: WIDTH, kernel: 1, initializer: kaimingNormal() });
  let above = relu(lateral(2, coarse));
  const levels = [above];
  for (const [level, map] of [[1, middle], [0, fine]] as const) {
    const [, , rows = 0, columns = 0] = map.shape;
    above = separable(pyramid.at(level), relu(add(lateral(level, map), resize(above, [rows, columns], { mode: "nearest" }))), WIDTH);
    levels.unshift(above);
  }
  return levels.map((map, level) => answer(scope.at("head").at(level), map));
}

function answer(scope: Scope, map: Tensor): Tensor {
  const seen = separable(scope, map, WIDTH);
  // Faces are rare: at first, every place says 1 in 100.
  const face = layers.convolution(scope.at("face"), seen, { filters: 1, kernel: 1 });
  const place = layers.convolution(scope.at("place"), seen, { filters: VALUES - 1, kernel: 1 });
  return concatenate([face, place], 1);
}

/** 3×3 on each channel, then 1×1 across them (MobileNet, Howard et al. 2017). */
export function separable(scope: Scope, x: Tensor, filters: number, stride = 1): Tensor {
  const [, channels = 0] = x.shape;
  const own = relu(layers.convolution(scope.at("each"), x, { filters: channels, kernel: 3, stride, padding: 1, groups: channels, initializer: kaimingNormal() }));
  return relu(layers.convolution(scope.at("across"), own, { filters, kernel: 1, initializer: kaimingNormal() }));
}
