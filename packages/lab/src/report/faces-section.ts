import { percent } from "@fmpn/page";
import type { Block, Section } from "@fmpn/page/blocks";
import { dataAddress } from "@fmpn/page/standalone";
import type { FaceLook } from "./look-at-faces.js";
import { type RunRecord, usesPrior } from "../runs/read-run.js";

const PNG = "image/png";

/** Where the runs' models see movement in each expression. Undefined where there is no picture of it. */
export function masksSection(runs: readonly RunRecord[], looks: readonly (FaceLook | undefined)[]): Section | undefined {
  const blocks = runs.flatMap((run, number): Block[] => {
    const look = looks[number];
    if (look && look.masks.length > 0) {
      const cards = look.masks.map(({ label, faces, picture }) => ({ pictures: [dataAddress(picture, PNG)], title: label, caption: `mean of ${faces}` }));
      return [{ kind: "columns", columns: [{ run: number, blocks: [{ kind: "pictures", cards }] }] }];
    }
    if (!run.maskSheet || !usesPrior(run)) return [];
    const cards = [{ pictures: [dataAddress(run.maskSheet, PNG)], title: "", caption: "At the end of training: what the generator was taught, and what it sees." }];
    return [{ kind: "columns", columns: [{ run: number, blocks: [{ kind: "pictures", cards }] }] }];
  });
  if (blocks.length === 0) return undefined;
  return { title: "Motion masks", blocks: [...blocks, { kind: "text", text: "Mean masks are of tested faces, by their true class. Dark: seen as still; bright: seen to move most." }] };
}

/** The faces that the models were most sure of and wrong. Undefined where no data set was given to take them from. */
export function mistakesSection(runs: readonly RunRecord[], looks: readonly (FaceLook | undefined)[]): Section | undefined {
  const columns = runs.flatMap((_, number) => {
    const cards = looks[number]?.mistakes.map(({ file, truth, answer, confidence, pictures }) => ({
      pictures: pictures.map((picture) => dataAddress(picture, PNG)),
      title: `${truth} → ${answer}`,
      caption: `${percent(confidence)} % sure · ${file}`,
    }));
    return cards && cards.length > 0 ? [{ run: number, blocks: [{ kind: "pictures" as const, cards }] }] : [];
  });
  if (columns.length === 0) return undefined;
  const text = "Truth → answer, the surest mistakes first. The face as the model saw it, and its mask. Labels may be wrong, too.";
  return { title: "Worst mistakes", blocks: [{ kind: "text", text }, ...columns.map((column) => ({ kind: "columns" as const, columns: [column] }))] };
}
