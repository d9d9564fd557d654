// A model of your own: from a folder with one folder of pictures for each expression (happy/, sad/, neutral/, …).
//   npx tsx examples/training/own-faces.ts my-faces
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { openDataSet, startTraining } from "@fmpn/lab";
import { Recognizer } from "fmpn";

export interface OwnModel {
  /** The run's folder: recipe, figures by epoch, checkpoints, the model. */
  readonly run: string;
  /** The model file. */
  readonly model: string;
}

/** @param settings of the recipe, such as `jointStage.epochs=3` (all of them: docs/training.md) */
export async function trainOnOwnFaces(folder: string, settings: readonly string[] = [], say: (line: string) => void = console.log): Promise<OwnModel> {
  // What is wrong with the folder is said before anything is trained.
  const { samples } = await openDataSet(folder);
  const classes = [...new Set(samples.map(({ label }) => label))];
  say(`${samples.length} pictures of ${classes.join(", ")}`);
  const run = path.join(await mkdtemp(path.join(tmpdir(), "own-faces-")), "run");
  const model = await startTraining(
    {
      data: [folder],
      out: run,
      // Goes on from weights that know faces and expressions, so that few pictures are enough.
      recipe: "finetune",
      settings: [`classes=${JSON.stringify(classes)}`, ...settings],
    },
    {
      onNote: say,
      onProgress: ({ what, done, total }) => done === total && say(`${what}: done`),
    },
  );
  return { run, model };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [folder = "."] = process.argv.slice(2);
  const { model } = await trainOnOwnFaces(folder);
  const recognizer = await Recognizer.load({ model });
  const { root, samples } = await openDataSet(folder);
  for (const { file, label } of samples.slice(0, 10)) {
    const [face] = await recognizer.recognize(path.join(root, file));
    console.log(`${file} (${label}): ${face?.expression ?? "no face"}`);
  }
  await recognizer.close();
  console.log(`The model: ${model}. Pictures that it was trained on prove nothing: measure it on others, by fmpn evaluate.`);
}
