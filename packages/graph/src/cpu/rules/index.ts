import type { Rule } from "./rule.js";
import { channelRules } from "./channels.js";
import { convolutionRule, convolutionTransposedRule } from "./convolution.js";
import { binaryOperators, elementwiseRule, unaryOperators, unaryRule } from "./elementwise.js";
import { inputGradientRule } from "./input-gradient.js";
import { concatenationRule, poolRules } from "./spatial.js";
import { weightGradientRule } from "./weight-gradient.js";

/** How each operator is computed on the CPU's blocked layout. */
export const rules: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(unaryOperators.map((operator) => [operator, unaryRule])),
  ...Object.fromEntries(binaryOperators.map((operator) => [operator, elementwiseRule])),
  ...channelRules,
  ...poolRules,
  Concat: concatenationRule,
  Conv: convolutionRule,
  ConvTranspose: convolutionTransposedRule,
  ConvolutionInputGradient: inputGradientRule,
  ConvolutionWeightGradient: weightGradientRule,
};
