import { type DataSet, type FoldMasks, readMasks, type Sample } from "@fmpn/lab";

/** What was asked about a model's masks. */
export interface MaskOptions {
  readonly preprocessing?: string | undefined;
  readonly regions?: boolean | undefined;
  readonly masks?: string | undefined;
  readonly faithfulness?: number | true | undefined;
}

/**
 * Finds out what is wrong with the questions about masks before the long evaluation, and not after it.
 *
 * @param margin of the model's crops
 * @returns the class masks to compare with, where they were asked for
 */
export async function checkMaskOptions(dataSet: DataSet, margin: number, options: MaskOptions): Promise<FoldMasks[] | undefined> {
  const { preprocessing, regions, masks, faithfulness } = options;
  if (preprocessing !== undefined && (regions === true || masks !== undefined || faithfulness !== undefined)) {
    throw new Error("--regions, --masks and --faithfulness are about motion masks, which another project's model (--preprocessing) does not make; leave them out");
  }
  if (regions === true && !dataSet.samples.some(({ columns }) => columns["region"])) {
    throw new Error(`--regions: ${dataSet.name} has no true motion regions (column region); synthetic faces have (fmpn synth)`);
  }
  if (masks === undefined) return undefined;
  const priors = await readMasks(masks, margin);
  const lacking = dataSet.samples.find((sample) => !hasMask(priors, sample));
  if (lacking !== undefined) throw new Error(`--masks ${masks}: there is no mask for ${nameOf(lacking, priors)}, as ${lacking.file} needs it; leave such faces out with --where`);
  return priors;
}

/** Several folds' masks are each for the faces that are tested in the fold; one fold's are for all. */
function hasMask(priors: readonly FoldMasks[], { label, fold }: Sample): boolean {
  const prior = priors.length === 1 ? priors[0] : priors.find((one) => one.fold === String(fold ?? ""));
  return prior?.masks.some((mask) => mask.label === label) === true;
}

function nameOf({ label, fold }: Sample, priors: readonly FoldMasks[]): string {
  return priors.length === 1 ? label : `${label} in fold ${fold ?? "(none)"}`;
}
