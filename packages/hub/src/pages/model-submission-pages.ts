import { type Content, count, fileSize, html, percent } from "@fmpn/page";
import { chip, dataTable, facts, notice, selectField, textField } from "@fmpn/page/parts";
import type { KeptModelSubmission } from "../submissions/submit-model.js";
import type { MeasurableProtocol } from "../queries/measuring.js";
import type { Stability } from "../measure/stability.js";
import type { HubPage } from "./layout.js";

const TRAIL = [{ href: "/submit", text: "Submit" }];

/** The form for a model that is to be measured. */
export function submitModelPage(protocols: readonly MeasurableProtocol[], refused?: { readonly values: Readonly<Record<string, string>>; readonly error: Content }): HubPage {
  const value = (name: string): string | undefined => refused?.values[name];
  return {
    title: "Have a model measured",
    part: "/submit",
    trail: [...TRAIL, { text: "A model" }],
    main: html`<h1>Have a model measured</h1>
<p class="lead">Hand in an ONNX file; this hub runs it on a pinned split, apart from everything else, and shows what came out with its interval and the hash of the answers.</p>
${refused === undefined ? "" : notice(refused.error, "bad")}
<form method="post" action="/submit/model" enctype="multipart/form-data" class="panel">
${selectField({ name: "protocol", label: "Measured on", options: protocols.map(({ id, board, name, images, secret }) => ({ value: String(id), text: `${board.slice(board.lastIndexOf(" on ") + 4)}: ${name}${images === null ? "" : `, ${count(images, "picture")}`}${secret ? " (secret)" : ""}` })), value: value("protocol") })}
${textField({ name: "model", label: "ONNX file", hint: "At most 64 MB; weights within the file, no control flow, no operators of foreign domains. A model that “fmpn export” wrote says itself how it wants its faces.", type: "file", required: true })}
${textField({ name: "preprocessing", label: "Pre-processing", hint: "Only for models of other projects: the JSON file that states size, channels, range, mean, classes.", type: "file" })}
${textField({ name: "name", label: "Name of the model", required: true, value: value("name") })}
${textField({ name: "licence", label: "Licence of the weights", required: true, value: value("licence") })}
${textField({ name: "trainingData", label: "Trained on", hint: "Every set, and which part of it.", required: true, lines: 2, value: value("trainingData") })}
${selectField({ name: "relation", label: "People or pictures of the test seen in training?", options: [{ value: "disjoint", text: "none of them" }, { value: "overlaps", text: "some of them" }, { value: "unknown", text: "not known" }], value: value("relation") })}
<p><button type="submit" class="primary">Try it on eight faces</button></p></form>
<p class="note">A file runs in WebAssembly in a process without network and without files, with limits of memory and time. <a href="/about/rules">What the words mean</a></p>`,
  };
}

/** What the model said to eight faces, before it is measured. */
export function dryRunPage(id: number, said: KeptModelSubmission, protocol: MeasurableProtocol): HubPage {
  const { answers, provider } = said.dryRun;
  const right = answers.filter(({ truth, answer }) => truth === answer).length;
  return {
    title: `${said.name}: eight faces`,
    part: "/submit",
    trail: [...TRAIL, { href: "/submit/model", text: "A model" }, { text: said.name }],
    main: html`<h1>${said.name}</h1>
<p class="lead">It answered ${count(right, "face")} of ${answers.length} as they were drawn. With wrong pre-processing the answers look like chance: one or two of eight, or always the same word.</p>
${dataTable<(typeof answers)[number]>({
  caption: "Answers to eight synthetic faces",
  columns: [
    { name: "Drawn as", cell: ({ truth }) => truth },
    { name: "Answer", cell: ({ answer, truth }) => (answer === truth ? chip(answer, "good") : chip(answer)) },
    { name: "Sure, %", kind: "number", cell: ({ sure }) => percent(sure) },
  ],
  groups: [{ rows: answers }],
})}
${stabilityWords(said.dryRun.stability)}
${facts([["Measured on", `${protocol.board}: ${protocol.name}`], ["File", html`${fileSize(said.bytes)}, <code>${said.model.slice(0, 16)}…</code>`], ["Runs on", provider === "simd" ? "our own kernels" : "ONNX Runtime's WebAssembly"], ["Licence", said.licence], ["Trained on", said.trainingData]])}
<form method="post" action="/submissions/${id}/measure"><p class="row"><button type="submit" class="primary">Measure it</button><a href="/submit/model">Change something</a></p></form>
<p class="note">Attempts are counted and shown, and a measured figure stays even where a row is withdrawn.</p>`,
  };
}

/** What happened when nothing that matters changed, in words. */
function stabilityWords(stability: Stability | undefined): Content {
  if (stability === undefined) return "";
  const { faces, moved, lightened, otherOrder } = stability;
  if (moved + lightened + otherOrder === 0) return html`<p>Its answers hold: moved by a pixel, a little lighter, and asked in another order, all ${faces} faces were answered as before.</p>`;
  const said = [moved === 0 ? [] : [`moved by a pixel, ${count(moved, "face")} of ${faces} got another answer`], lightened === 0 ? [] : [`a little lighter, ${lightened}`], otherOrder === 0 ? [] : [`asked in another order, ${otherOrder}`]].flat();
  return notice(html`<strong>Its answers do not all hold:</strong> ${said.join("; ")}.${otherOrder === 0 ? " A face or two between two expressions may do that; many mean a model that rests on single pixels." : " A model whose answers depend on what it was asked before is not measured fairly by any order."}`, "warn");
}
