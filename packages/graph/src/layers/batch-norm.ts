import { type Initializer, ones, zeros } from "../initializers/initializer.js";
import * as operators from "../operators/batch-norm.js";
import { add, multiply } from "../primitives/elementwise.js";
import { sizeOf } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { inLayer, type Scope } from "./scope.js";

export interface BatchNormLayerOptions {
  /** Share of the new batch in the running statistics. */
  readonly momentum?: number | undefined;
  readonly epsilon?: number | undefined;
  /** Of the scale; defaults to ones. */
  readonly initializer?: Initializer | undefined;
}

/**
 * PyTorch's `BatchNorm2d` and `BatchNorm1d`: parameters `weight` and `bias`, buffers `running_mean` and `running_var`.
 * Training normalises by the batch and keeps running ← (1 − m)·running + m·batch, the variance unbiased;
 * inference normalises by the running statistics.
 *
 * @param x N×C×H×W or N×C
 */
export function batchNorm(scope: Scope, x: Tensor, options: BatchNormLayerOptions = {}): Tensor {
  return inLayer(scope, () => {
    const { momentum = 0.1, epsilon = 1e-5, initializer = ones } = options;
    const channels = x.shape[1] ?? 0;
    const weight = scope.parameter("weight", [channels], initializer);
    const bias = scope.parameter("bias", [channels], zeros);
    const statistics = runningStatistics(scope, channels);
    if (!scope.training) return operators.batchNormInference(x, weight, bias, statistics.mean, statistics.variance, epsilon);
    const result = operators.batchNorm(x, weight, bias, epsilon);
    updateStatistics(scope, statistics, result, momentum, sizeOf(x.shape) / channels);
    return result.y;
  });
}

interface Statistics {
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/** The buffers `running_mean` (starting at 0) and `running_var` (starting at 1). */
export function runningStatistics(scope: Scope, channels: number): Statistics {
  return { mean: scope.buffer("running_mean", [channels], 0), variance: scope.buffer("running_var", [channels], 1) };
}

/** running ← (1 − m)·running + m·new, with the variance of `count` values made unbiased: count/(count − 1). */
export function updateStatistics(scope: Scope, running: Statistics, batch: Statistics, momentum: number, count: number): void {
  const blend = (old: Tensor, next: Tensor, factor: number): Tensor => add(multiply(old, 1 - momentum), multiply(next, factor));
  scope.update("running_mean", blend(running.mean, batch.mean, momentum));
  scope.update("running_var", blend(running.variance, batch.variance, (momentum * count) / (count - 1)));
}
