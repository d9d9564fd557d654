/** Losses, optimisers, schedules, and the training step that runs them: `@fmpn/graph/training`. */
export { binaryCrossEntropy, binaryCrossEntropyWithLogits } from "../losses/binary-cross-entropy.js";
export { crossEntropy, type CrossEntropyOptions, oneHot } from "../losses/cross-entropy.js";
export { meanSquaredError } from "../losses/mean-squared-error.js";
export { adam, type AdamOptions, adamW } from "../optimizers/adam.js";
export type { Optimizer, Tensors } from "../optimizers/optimizer.js";
export { rmsprop, type RmspropOptions } from "../optimizers/rmsprop.js";
export { sgd, type SgdOptions } from "../optimizers/sgd.js";
export { observePlateau, type PlateauOptions, plateauStart, type PlateauState } from "../schedules/plateau.js";
export { constantRate, cosineDecay, linearDecay, type Schedule, stepDecay, warmUp } from "../schedules/schedule.js";
export { NonFiniteError, type StepResults } from "./step-runner.js";
export { createTrainer, type StepOptions, type Trainer, type TrainerOptions } from "./trainer.js";
export { type ParameterGroup, type StateEntry, type StatePart, type StepProgram, type TrainingStep, trainingStep, type TrainingStepOptions } from "./training-step.js";
