import { batchNormInference } from "../operators/batch-norm.js";
import * as operators from "../operators/instance-norm.js";
import { filled, type Tensor } from "../tensor.js";
import { runningStatistics, updateStatistics } from "./batch-norm.js";
import { inLayer, type Scope } from "./scope.js";

export interface InstanceNormLayerOptions {
  readonly momentum?: number | undefined;
  readonly epsilon?: number | undefined;
  /** Whether `running_mean` and `running_var` are kept, and used for inference. Defaults to false, as in PyTorch. */
  readonly trackStatistics?: boolean | undefined;
}

/** PyTorch's `InstanceNorm2d` without affine parameters. x is N×C×H×W. */
export function instanceNorm(scope: Scope, x: Tensor, options: InstanceNormLayerOptions = {}): Tensor {
  return inLayer(scope, () => {
    const { momentum = 0.1, epsilon = 1e-5, trackStatistics = false } = options;
    if (!trackStatistics) return operators.instanceNorm(x, epsilon).y;
    const channels = x.shape[1] ?? 0;
    const statistics = runningStatistics(scope, channels);
    if (!scope.training) {
      return batchNormInference(x, filled(1, [channels]), filled(0, [channels]), statistics.mean, statistics.variance, epsilon);
    }
    const result = operators.instanceNorm(x, epsilon);
    updateStatistics(scope, statistics, result, momentum, (x.shape[2] ?? 1) * (x.shape[3] ?? 1));
    return result.y;
  });
}
