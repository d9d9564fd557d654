import { benchmarkKind } from "./benchmark.js";
import { claimKind } from "./claim.js";
import { codeKind } from "./code.js";
import type { ContributionKind } from "./contribution-kind.js";
import { correctionKind } from "./correction.js";
import { datasetKind } from "./dataset.js";
import { metricKind } from "./metric.js";
import { paperKind } from "./paper.js";

/** What people may hand in beside claims and models, by the name in the address of its form. */
export const CONTRIBUTION_KINDS = { paper: paperKind, code: codeKind, dataset: datasetKind, benchmark: benchmarkKind, metric: metricKind, claim: claimKind, correction: correctionKind } as const satisfies Readonly<Record<string, ContributionKind>>;
export type ContributionName = keyof typeof CONTRIBUTION_KINDS;

export const isContribution = (name: string): name is ContributionName => Object.hasOwn(CONTRIBUTION_KINDS, name);
