import { partSyntax } from "@fmpn/lab/datasets";
import { bundledStarts, startTraining, type TrainingPlan } from "@fmpn/lab/training";
import { Command } from "commander";
import { collect, numberBetween, wholeNumber } from "../terminal/option-values.js";
import { recipeSyntax, settingsOf } from "../terminal/recipe-syntax.js";
import { stopBetweenSteps } from "../terminal/stop-between-steps.js";
import { trainingReporter } from "../terminal/training-reporter.js";

interface TrainOptions extends Pick<TrainingPlan, "out" | "recipe" | "masks" | "holdOut" | "unlike" | "synthetic" | "preprocessing" | "externalData" | "resume" | "threads" | "workers"> {
  readonly set?: string[] | undefined;
  readonly from?: string | undefined;
  readonly teacher?: string[] | undefined;
}

/** `fmpn train`: both stages, into a run's folder. */
export function trainCommand(): Command {
  return new Command("train")
    .description("train a network: first the mask generator, then all of it")
    .argument("[data...]", `data sets, each ${partSyntax}`)
    .requiredOption("--out <folder>", "the run's folder: recipe, metrics, checkpoints, masks, model.onnx")
    .option("--recipe <name|file>", `${recipeSyntax} (default: compact)`)
    .option("--set <setting=value>", "override one of the recipe's settings, e.g. jointStage.epochs=10; may be repeated", collect)
    .option("--from <run|weights>", `start from a finished run, from .safetensors or .pth weights, or from ${bundledStarts.join(" or ")} (what compact and finetune start from by themselves)`)
    .option("--masks <data>", "the set whose neutral and expressive faces the motion masks are made of; by default the first")
    .option("--hold-out <share>", "hold out this share of every set, by subject where known, and validate on it", numberBetween(0.001, 0.9))
    .option("--unlike <data>", "leave out of training what looks like a picture of this set; may be repeated", collect)
    .option("--synthetic <n>", "train on this many synthetic faces instead of data, and validate on a seventh as many", wholeNumber(8))
    .option("--teacher <model>", "mix this model's answers into the labels, as much as the recipe's distillation says; may be repeated: the mean of several", collect)
    .option("--preprocessing <file>", "JSON that states how a teacher of another project wants its faces (docs/evaluation.md); one for each such teacher, in their order", collect)
    .option("--external-data", "also read weights that lie in files beside a teacher of another project")
    .option("--resume", "go on with the run in the folder, from its last checkpoint, bit for bit; with what it was begun with, which need not be said again")
    .option("--threads <n>", "threads that compute (default: 2)", wholeNumber(1, 256))
    .option("--workers <n>", "threads that draw batches and cut faces; 0: the main one (default: 1)", wholeNumber(0, 64))
    .action(async (data: string[], { set, from, teacher: teachers, ...options }: TrainOptions) => {
      const plan: TrainingPlan = { ...options, data: data.length > 0 ? data : undefined, settings: settingsOf({ set, from }), teachers };
      const reporter = trainingReporter(process.stderr);
      const signal = stopBetweenSteps(reporter, `fmpn train --resume --out ${options.out} goes on`);
      const model = await startTraining(plan, { signal, onProgress: reporter.progress, onValidation: reporter.validation, onNote: reporter.note });
      reporter.note(`written: ${model}`);
    });
}
