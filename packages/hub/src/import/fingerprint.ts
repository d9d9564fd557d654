import { foldName, nameHash } from "../names/fold-name.js";

/** What makes a result the same wherever it's listed. */
export interface ResultIdentity {
  readonly datasetId: number;
  readonly modelKey: string;
  readonly paperId: number | null;
  /** Tells rows apart that name no paper that's known. */
  readonly paperTitle: string | null;
  readonly extraData: boolean;
  readonly cells: Iterable<readonly [metric: string, cell: string | undefined]>;
}

/** Equal for one result that stands under several tasks. */
export function fingerprintOf({ datasetId, modelKey, paperId, paperTitle, extraData, cells }: ResultIdentity): number {
  const sorted = [...cells].map(([name, cell]) => [foldName(name), cell]).sort(([a = ""], [b = ""]) => (a < b ? -1 : 1));
  return nameHash(JSON.stringify([datasetId, modelKey, paperId ?? paperTitle, extraData, sorted]));
}
