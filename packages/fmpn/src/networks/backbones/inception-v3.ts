import { constant, layers, type Scope, type Tensor } from "@fmpn/graph";
import { add, averagePool, concatenate, maxPool, multiply, relu } from "@fmpn/graph/operators";
import { type Backbone, classifierHead } from "./backbone.js";

type Size = number | readonly [number, number];

/**
 * Inception-v3 (Szegedy et al. 2016) without its auxiliary head, the paper's classification net. The weights of
 * torchvision were trained by TensorFlow on inputs in [−1, 1], hence `transformInput`.
 *
 * @param x N×3×S×S normalised by ImageNet's mean and deviation (or taken for that: the authors feed the fused image in
 *   (0, 1) as it is); S ≥ 75, the paper has 299
 */
export const inceptionV3: Backbone = (scope, x, options) => {
  const conv = (name: string, h: Tensor, filters: number, kernel: Size, more: Geometry = {}) => basicConv(scope.at(name), h, filters, kernel, more);
  let h = transformInput(x); //                                        N×3×299×299
  h = conv("Conv2d_1a_3x3", h, 32, 3, { stride: 2 }); //               N×32×149×149
  h = conv("Conv2d_2a_3x3", h, 32, 3); //                              N×32×147×147
  h = conv("Conv2d_2b_3x3", h, 64, 3, { padding: 1 }); //              N×64×147×147
  h = maxPool(h, { kernel: 3, stride: 2 }); //                         N×64×73×73
  h = conv("Conv2d_3b_1x1", h, 80, 1); //                              N×80×73×73
  h = conv("Conv2d_4a_3x3", h, 192, 3); //                             N×192×71×71
  h = maxPool(h, { kernel: 3, stride: 2 }); //                         N×192×35×35
  h = mixedA(scope.at("Mixed_5b"), h, 32); //                          N×256×35×35
  h = mixedA(scope.at("Mixed_5c"), h, 64); //                          N×288×35×35
  h = mixedA(scope.at("Mixed_5d"), h, 64); //                          N×288×35×35
  h = mixedB(scope.at("Mixed_6a"), h); //                              N×768×17×17
  h = mixedC(scope.at("Mixed_6b"), h, 128);
  h = mixedC(scope.at("Mixed_6c"), h, 160);
  h = mixedC(scope.at("Mixed_6d"), h, 160);
  h = mixedC(scope.at("Mixed_6e"), h, 192); //                         N×768×17×17
  h = mixedD(scope.at("Mixed_7a"), h); //                              N×1280×8×8
  h = mixedE(scope.at("Mixed_7b"), h); //                              N×2048×8×8
  h = mixedE(scope.at("Mixed_7c"), h); //                              N×2048×8×8
  return classifierHead(scope, "fc", h, options);
};

/** From ImageNet's mean and deviation to (x − ½)/½, channel by channel. */
function transformInput(x: Tensor): Tensor {
  const deviations = [0.229, 0.224, 0.225];
  const means = [0.485, 0.456, 0.406];
  const perChannel = (values: readonly number[]): Tensor => constant(Float32Array.from(values), [3, 1, 1]);
  const scaled = multiply(x, perChannel(deviations.map((deviation) => deviation / 0.5)));
  return add(scaled, perChannel(means.map((mean) => (mean - 0.5) / 0.5)));
}

interface Geometry {
  readonly stride?: number | undefined;
  readonly padding?: Size | undefined;
}

/** Convolution without bias, batch norm (ε = 0.001, as TensorFlow had it), ReLU. */
function basicConv(scope: Scope, x: Tensor, filters: number, kernel: Size, geometry: Geometry = {}): Tensor {
  const h = layers.convolution(scope.at("conv"), x, { filters, kernel, bias: false, ...geometry });
  return relu(layers.batchNorm(scope.at("bn"), h, { epsilon: 0.001 }));
}

const averaged = (x: Tensor): Tensor => averagePool(x, { kernel: 3, stride: 1, padding: 1 });
const halved = (x: Tensor): Tensor => maxPool(x, { kernel: 3, stride: 2 });
/** Row and column kernels with the padding that keeps the size. */
const row = (length: number) => [[1, length], { padding: [0, (length - 1) / 2] }] as const;
const column = (length: number) => [[length, 1], { padding: [(length - 1) / 2, 0] }] as const;

/** 35×35: 1×1, 5×5, twice 3×3, and a pool. */
function mixedA(scope: Scope, x: Tensor, poolFilters: number): Tensor {
  const one = basicConv(scope.at("branch1x1"), x, 64, 1);
  let five = basicConv(scope.at("branch5x5_1"), x, 48, 1);
  five = basicConv(scope.at("branch5x5_2"), five, 64, 5, { padding: 2 });
  let three = basicConv(scope.at("branch3x3dbl_1"), x, 64, 1);
  three = basicConv(scope.at("branch3x3dbl_2"), three, 96, 3, { padding: 1 });
  three = basicConv(scope.at("branch3x3dbl_3"), three, 96, 3, { padding: 1 });
  const pool = basicConv(scope.at("branch_pool"), averaged(x), poolFilters, 1);
  return concatenate([one, five, three, pool], 1);
}

/** 35×35 to 17×17. */
function mixedB(scope: Scope, x: Tensor): Tensor {
  const three = basicConv(scope.at("branch3x3"), x, 384, 3, { stride: 2 });
  let double = basicConv(scope.at("branch3x3dbl_1"), x, 64, 1);
  double = basicConv(scope.at("branch3x3dbl_2"), double, 96, 3, { padding: 1 });
  double = basicConv(scope.at("branch3x3dbl_3"), double, 96, 3, { stride: 2 });
  return concatenate([three, double, halved(x)], 1);
}

/** 17×17: 7×7 convolutions as rows and columns. */
function mixedC(scope: Scope, x: Tensor, inner: number): Tensor {
  const one = basicConv(scope.at("branch1x1"), x, 192, 1);
  let seven = basicConv(scope.at("branch7x7_1"), x, inner, 1);
  seven = basicConv(scope.at("branch7x7_2"), seven, inner, ...row(7));
  seven = basicConv(scope.at("branch7x7_3"), seven, 192, ...column(7));
  let double = basicConv(scope.at("branch7x7dbl_1"), x, inner, 1);
  double = basicConv(scope.at("branch7x7dbl_2"), double, inner, ...column(7));
  double = basicConv(scope.at("branch7x7dbl_3"), double, inner, ...row(7));
  double = basicConv(scope.at("branch7x7dbl_4"), double, inner, ...column(7));
  double = basicConv(scope.at("branch7x7dbl_5"), double, 192, ...row(7));
  const pool = basicConv(scope.at("branch_pool"), averaged(x), 192, 1);
  return concatenate([one, seven, double, pool], 1);
}

/** 17×17 to 8×8. */
function mixedD(scope: Scope, x: Tensor): Tensor {
  let three = basicConv(scope.at("branch3x3_1"), x, 192, 1);
  three = basicConv(scope.at("branch3x3_2"), three, 320, 3, { stride: 2 });
  let seven = basicConv(scope.at("branch7x7x3_1"), x, 192, 1);
  seven = basicConv(scope.at("branch7x7x3_2"), seven, 192, ...row(7));
  seven = basicConv(scope.at("branch7x7x3_3"), seven, 192, ...column(7));
  seven = basicConv(scope.at("branch7x7x3_4"), seven, 192, 3, { stride: 2 });
  return concatenate([three, seven, halved(x)], 1);
}

/** 8×8: rows and columns side by side. */
function mixedE(scope: Scope, x: Tensor): Tensor {
  const both = (name: string, h: Tensor): Tensor[] => [
    basicConv(scope.at(`${name}a`), h, 384, ...row(3)),
    basicConv(scope.at(`${name}b`), h, 384, ...column(3)),
  ];
  const one = basicConv(scope.at("branch1x1"), x, 320, 1);
  const three = both("branch3x3_2", basicConv(scope.at("branch3x3_1"), x, 384, 1));
  let double = basicConv(scope.at("branch3x3dbl_1"), x, 448, 1);
  double = basicConv(scope.at("branch3x3dbl_2"), double, 384, 3, { padding: 1 });
  const pool = basicConv(scope.at("branch_pool"), averaged(x), 192, 1);
  return concatenate([one, ...three, ...both("branch3x3dbl_3", double), pool], 1);
}
