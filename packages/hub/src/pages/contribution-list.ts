import { html, type Html } from "@fmpn/page";
import { dataTable } from "@fmpn/page/parts";
import type { Contribution } from "../contributions/contributions.js";
import { stateChip } from "./figures.js";

/** Contributions in a list, for reviewers and for those who handed them in. */
export function contributionList(caption: string, rows: readonly Contribution[]): Html {
  return dataTable<Contribution>({
    caption,
    stack: true,
    columns: [
      { name: "What", heads: true, cell: ({ id, kind, filled }) => html`<a href="/contributions/${id}">${kind.title(filled) || "nothing filled in yet"}</a>` },
      { name: "Kind", label: "Kind", cell: ({ kind }) => kind.words },
      { name: "State", label: "State", cell: ({ state }) => stateChip(state) },
      { name: "By", label: "By", cell: ({ by }) => by.name },
      { name: "Begun", label: "Begun", cell: ({ created }) => created.slice(0, 10) },
    ],
    groups: [{ rows }],
  });
}
