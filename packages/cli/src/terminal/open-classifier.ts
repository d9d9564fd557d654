import { type FaceClassifier, openForeignClassifier, openModelClassifier } from "@fmpn/lab";

export interface ClassifierChoice {
  /** By default the bundled model. */
  readonly model?: string | undefined;
  /** JSON that states how another project's classifier wants its faces. */
  readonly preprocessing?: string | undefined;
  readonly threads: number;
}

/** A model of this project, or with `preprocessing` any ONNX classifier. */
export async function openClassifier({ model, preprocessing, threads }: ClassifierChoice): Promise<FaceClassifier> {
  if (preprocessing === undefined) return await openModelClassifier(model, { threads });
  if (model === undefined) throw new Error("--preprocessing is of another project's model; name that with --model");
  return await openForeignClassifier(model, preprocessing, { threads });
}
