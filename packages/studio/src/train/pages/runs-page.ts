import { type Content, count, html, type Html, percent, whole } from "@fmpn/page";
import { chip, dataTable } from "@fmpn/page/parts";
import type { ListedRun } from "@fmpn/lab";
import { runAddress, trainDocument } from "../layout.js";
import type { RunState } from "../run-state.js";

/** A run with what is known of its process. */
export interface ShownRun {
  readonly run: ListedRun;
  readonly state: RunState;
}

/** The runs of a folder, to look into and to compare. */
export function runsPage(folder: string, runs: readonly ShownRun[]): Html {
  const table = dataTable<ShownRun>({
    caption: `Runs below ${folder}`,
    captionAway: true,
    stack: true,
    columns: [
      { name: html`<span class="away">Compare</span>`, cell: ({ run }) => (run.state === "broken" ? "" : html`<input type="checkbox" name="name" value="${run.name}" aria-label="Compare ${run.name}">`) },
      { name: "Run", heads: true, cell: ({ run }) => html`<a href="${runAddress(run.name)}">${run.name}</a>${run.kind === "crossval" ? html` ${chip("cross-validation")}` : ""}` },
      { name: "State", label: "state", cell: ({ run, state }) => html`${chip(state.word, state.tone)}${run.problem === undefined ? "" : html`<small>${run.problem}</small>`}` },
      { name: "Recipe", label: "recipe", cell: ({ run }) => recipeWords(run) },
      { name: "Data", label: "data", cell: ({ run }) => run.facts?.data.map(({ name, images }) => `${name} (${whole(images)})`).join(", ") },
      { name: "Done", label: "done", kind: "number", cell: ({ run }) => doneWords(run) },
      { name: "Validated, %", label: "validated, %", kind: "number", cell: ({ run }) => (run.validated?.validation === undefined ? "" : percent(run.validated.validation.accuracy)) },
      { name: "Changed", label: "changed", cell: ({ run }) => html`<time datetime="${run.changedAt.toISOString()}">${run.changedAt.toISOString().slice(0, 16).replace("T", " ")}</time>` },
    ],
    groups: [{ rows: runs }],
  });
  return trainDocument(
    "Runs",
    html`<h1>Runs</h1>
<p class="lead">${runs.length === 0 ? "There is no run yet." : `${count(runs.length, "run")} below ${folder}, whoever began them.`}</p>
${runs.length === 0 ? "" : html`<form action="/train/compare">${table}<p><button>Compare those ticked</button></p></form>`}
<form method="post" action="/train/first" class="panel"><h2>A first training</h2><p>12,000 synthetic faces, drawn by the program: no data is needed. When it is done, its model can be used on the camera.</p><p><button class="primary">Train on synthetic faces</button></p></form>`,
    "/train",
  );
}

function recipeWords({ recipe, facts }: ListedRun): Content {
  if (recipe === undefined) return "";
  const prior = recipe.prior === "fmpn" ? "" : `, prior ${recipe.prior}`;
  return `${facts?.plan?.recipe ?? recipe.preset}${prior}`;
}

function doneWords({ last, recipe, folds, state }: ListedRun): string {
  if (folds !== undefined) return `${folds.finished} of ${folds.begun} folds`;
  if (state === "finished" || last === undefined || recipe === undefined) return "";
  const { epochs } = last.stage === "mask" ? recipe.maskStage : recipe.jointStage;
  return `${last.stage === "mask" ? "masks" : "all"}, epoch ${last.epoch.toFixed(1)} of ${epochs}`;
}
