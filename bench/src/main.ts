import { benchAgreement } from "../agreement/agreement.js";
import { benchAnswers } from "../answers/equal-answers.js";
import { benchCurve } from "../curve/learning-curve.js";
import { benchInference } from "../inference/inference.js";
import { benchFaces } from "../faces/photographs.js";
import { benchRecognition } from "../recognition/recognition.js";
import { benchMemory } from "../inference/memory.js";
import { benchNeutral } from "../neutral/personal-neutral.js";
import { benchHub } from "../hub/hub.js";
import { benchHubLoad } from "../hub/hub-load.js";
import { benchStudio } from "../studio/camera-pace.js";
import { benchModels } from "./models.js";
import { benchStep } from "./step.js";

const benches: Readonly<Record<string, (options: ReadonlyMap<string, string>) => Promise<void>>> = { step: benchStep, models: benchModels, recognition: benchRecognition, hub: benchHub, "hub-load": benchHubLoad, inference: benchInference, memory: benchMemory, neutral: benchNeutral, faces: benchFaces, curve: benchCurve, answers: benchAnswers, agreement: benchAgreement, studio: benchStudio };

const [name = "", ...rest] = process.argv.slice(2);
const bench = benches[name];
if (bench === undefined) {
  console.log(`usage: npm run bench -- NAME [--help | options]\n\nNAME is one of: ${Object.keys(benches).join(", ")}`);
  process.exitCode = name === "" ? 0 : 2;
} else {
  await bench(parse(rest));
}

/** `--name value` and bare `--name` as a map. */
function parse(args: readonly string[]): Map<string, string> {
  const options = new Map<string, string>();
  for (const [index, arg] of args.entries()) {
    if (!arg.startsWith("--")) continue;
    const next = args[index + 1];
    options.set(arg.slice(2), next === undefined || next.startsWith("--") ? "" : next);
  }
  return options;
}
