import { ForeignModelError } from "@fmpn/graph/onnx";
import type { FaceClassifier } from "./face-classifier.js";
import { openModelClassifier } from "./model-classifier.js";
import { openForeignClassifier } from "./foreign-classifier.js";

export interface ClassifierChoice {
  /** By default the bundled model. */
  readonly model?: string | undefined;
  /** JSON that states how another project's classifier wants its faces. */
  readonly preprocessing?: string | undefined;
  /** Whether weights that lie in files beside another project's model are read. */
  readonly externalData?: boolean | undefined;
  readonly threads: number;
  /** Whether answers of this project's models come with the places that they rest on. */
  readonly activations?: boolean | undefined;
}

/** A model of this project, or with `preprocessing` any ONNX classifier. */
export async function openClassifier({ model, preprocessing, externalData, threads, activations }: ClassifierChoice): Promise<FaceClassifier> {
  if (preprocessing === undefined && externalData === true) throw new Error("--external-data is of another project's model; state with --preprocessing how that wants its faces");
  if (preprocessing === undefined) return await openModelClassifier(model, { threads, activations });
  if (model === undefined) throw new Error("--preprocessing is of another project's model; name that with --model");
  return await openForeign(model, preprocessing, { externalData, threads });
}

/** Another project's classifier. @throws Error that names the option which helps, where one does */
export async function openForeign(model: string, preprocessing: string, { externalData, threads }: Pick<ClassifierChoice, "externalData" | "threads">): Promise<FaceClassifier> {
  try {
    return await openForeignClassifier(model, preprocessing, { threads, externalData });
  } catch (error) {
    if (!(error instanceof ForeignModelError) || error.kind !== "external data" || externalData === true) throw error;
    throw new Error(`${error.message}; --external-data reads files that lie beside the model`, { cause: error });
  }
}
