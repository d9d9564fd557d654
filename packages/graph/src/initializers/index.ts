/** First values of weights: `@fmpn/graph/initializers`. */
export { constantValue, fans, type Initializer, normal, ones, uniform, zeros } from "./initializer.js";
export { kaimingNormal, type KaimingOptions, kaimingUniform } from "./kaiming.js";
export { orthogonal } from "./orthogonal.js";
export { xavierNormal, xavierUniform } from "./xavier.js";
