import { html, type Html, nothing, percent } from "@fmpn/page";
import { type BlockDocument, blockHtml } from "@fmpn/page/blocks";
import { chip, dataTable, facts } from "@fmpn/page/parts";
import type { RunRecord } from "@fmpn/lab";
import { commandOf } from "../form-plan.js";
import { runAddress, trainDocument } from "../layout.js";
import type { ShownRun } from "./runs-page.js";

/** How many of the surest mistakes are told; without pictures, as the data's terms are not known here. */
const MISTAKES = 12;

export interface RunPage extends ShownRun {
  readonly report: BlockDocument | undefined;
  readonly record: RunRecord | undefined;
  /** Pictures of masks, epoch by epoch. */
  readonly masks: readonly string[];
  readonly log: string;
  readonly script: string;
}

/** One run: live while it is under way, with all figures that its folder has. */
export function runPage({ run, state, report, record, masks, log, script }: RunPage): Html {
  const { name, recipe, facts: about, kind } = run;
  const plan = about?.plan;
  return trainDocument(
    name,
    html`<p class="over">${kind === "crossval" ? "Cross-validation" : "Training run"}</p>
<h1>${name}</h1>
<p class="row"><span id="run-state">${chip(state.word, state.tone)}</span>
${state.word === "finished" && kind === "training" ? html`<a class="button primary" href="${`/?model=${encodeURIComponent(runAddress(name, "/model.onnx"))}#camera`}">Use it on the camera</a><a href="${runAddress(name, "/model.onnx")}" download>model.onnx</a>` : nothing}
${state.word === "running" ? button(name, "stop", "Stop after a checkpoint") : nothing}
${state.word === "stopped" && kind === "training" ? button(name, "resume", "Go on with it") : nothing}</p>
${state.word === "stopped" ? html`<div class="notice warn"><p>Its process has ended, or nothing was written for long. What was trained is kept; it can be resumed.</p></div>` : nothing}
${kind === "training" && recipe !== undefined ? html`<section id="live" data-name="${name}" data-batch="${recipe.batch}" data-mask-epochs="${recipe.maskStage.epochs}" data-joint-epochs="${recipe.jointStage.epochs}" data-state="${state.word}">
<h2>Training</h2>
<progress id="run-progress" max="1" value="0" aria-label="Share of the work done"></progress>
<p id="run-words" class="soft" role="status" aria-live="polite"></p>
<div id="run-charts" class="columns"></div>
</section>` : nothing}
<section><h2>Masks, epoch by epoch</h2><div id="run-masks" class="cards">${masks.map((file) => html`<figure><img src="${`${runAddress(name, "/mask")}&file=${encodeURIComponent(file)}`}" alt="What the mask generator was taught and what it sees, ${file.replace(".png", "")}"><figcaption>${file.replace(".png", "")}</figcaption></figure>`)}</div>${masks.length === 0 ? html`<p class="soft" id="no-masks">None yet.</p>` : nothing}</section>
${report === undefined ? nothing : report.sections.filter(({ title }) => title !== "Training" && title !== "Motion masks").map(({ title, blocks }) => html`<section><h2>${title}</h2>${blocks.map((block) => blockHtml(block, report.runs))}</section>`)}
${record === undefined ? nothing : mistakes(record)}
<section><h2>The same in a terminal</h2>${plan === undefined ? html`<p class="soft">The run does not tell what was asked for.</p>` : html`<pre>${commandOf(plan)}</pre>`}
${facts([["Folder", run.folder], ["Begun", about?.startedAt], ["Computes on", about?.engine]])}</section>
${log === "" ? nothing : html`<details><summary>What the process said</summary><pre>${log}</pre></details>`}`,
    undefined,
    [script],
  );
}

function button(name: string, what: string, words: string): Html {
  return html`<form method="post" action="${`/train/${what}`}"><input type="hidden" name="name" value="${name}"><button>${words}</button></form>`;
}

function mistakes({ predictions }: RunRecord): Html {
  if (predictions === undefined) return nothing;
  const wrong = predictions.faces
    .map(({ file, truth, probabilities }) => {
      const shares = Array.from(probabilities);
      const sure = Math.max(...shares);
      return { file, truth, sure, answer: predictions.classes[shares.indexOf(sure)] ?? "" };
    })
    .filter(({ truth, answer }) => truth !== answer)
    .toSorted((one, other) => other.sure - one.sure)
    .slice(0, MISTAKES);
  if (wrong.length === 0) return nothing;
  return html`<section><h2>Worst mistakes</h2>${dataTable({
    caption: "The surest wrong answers on held-out faces",
    columns: [
      { name: "Picture", cell: ({ file }: (typeof wrong)[number]) => file },
      { name: "Truth", cell: ({ truth }) => truth },
      { name: "Answer", cell: ({ answer }) => answer },
      { name: "How sure, %", kind: "number", cell: ({ sure }) => percent(sure) },
    ],
    groups: [{ rows: wrong }],
  })}</section>`;
}
