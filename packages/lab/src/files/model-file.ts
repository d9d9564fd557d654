import { stat } from "node:fs/promises";
import path from "node:path";

/**
 * The model file that a person means: the file, or that in a run's folder.
 *
 * @throws Error where a folder holds no model, saying what to do
 */
export async function modelFile(place: string): Promise<string> {
  const isFolder = async (name: string): Promise<boolean | undefined> => await stat(name).then((found) => found.isDirectory(), () => undefined);
  if ((await isFolder(place)) !== true) return place;
  const file = path.join(place, "model.onnx");
  if ((await isFolder(file)) === false) return file;
  const begun = (await isFolder(path.join(place, "recipe.json"))) === false;
  throw new Error(`${place} is a folder without model.onnx${begun ? ", of a run that is not finished: fmpn train --resume goes on with it" : "; name a model file, or the folder of a finished run"}`);
}
