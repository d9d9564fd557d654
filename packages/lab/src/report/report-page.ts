import { type BlockDocument, blocksHtml } from "@fmpn/page/blocks";
import { standaloneDocument } from "@fmpn/page/standalone";

/** The report as one HTML file that needs nothing else: no script, no network. */
export function reportPage(report: BlockDocument): string {
  return standaloneDocument({ title: report.title, main: blocksHtml(report, "Facial expression recognition by motion priors") });
}
