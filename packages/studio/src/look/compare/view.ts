import { html, nothing, points } from "@fmpn/page";
import { faceBars } from "@fmpn/page/faces";
import { dataTable } from "@fmpn/page/parts";
import { overlayMask, percent } from "fmpn/drawing";
import { maskCorrelation } from "fmpn/prior";
import type { Desk, View } from "../shared/desk.js";
import { find, messageOf, show } from "@fmpn/page/browser";
import type { Subject } from "../shared/subject.js";
import { drawPicture } from "../face/steps.js";

const SIDES = ["one", "other"] as const;

/** Two faces side by side, and the visitor's neutral one. */
export function compareView(desk: Desk): View {
  const result = find("#compare-result", HTMLElement);
  const forget = find("#compare-forget", HTMLButtonElement);
  SIDES.forEach((side, index) => {
    const shared = desk.compared[index === 0 ? 0 : 1];
    shared.onChange((subject) => {
      card(find(`#compare-${side}`, HTMLElement), subject, "No face yet.");
      tell();
    });
    const input = find(`#compare-${side}-file`, HTMLInputElement);
    input.addEventListener("change", () => {
      const [file] = input.files ?? [];
      input.value = "";
      if (file !== undefined) void look(file, shared);
    });
  });
  desk.neutral.onChange((subject) => {
    card(find("#compare-neutral", HTMLElement), subject, "None yet: choose one on the camera or on a picture.");
    forget.hidden = subject === undefined;
  });
  forget.addEventListener("click", () => desk.neutral.set(undefined));
  // Another model's answers have other names and masks.
  desk.engine.onChange(() => {
    for (const shared of [...desk.compared, desk.neutral]) shared.set(undefined);
  });

  async function look(file: File, shared: Desk["compared"][0]): Promise<void> {
    try {
      const [face] = await (await desk.engine.recognizer()).recognize(file, { maxFaces: 1 });
      if (face === undefined) show(result, html`<p class="notice warn">No face was found in ${file.name}.</p>`);
      else shared.set({ face, from: file.name });
    } catch (error) {
      show(result, html`<p class="notice bad">${messageOf(error)}</p>`);
    }
  }

  function tell(): void {
    const [one, other] = [desk.compared[0].get(), desk.compared[1].get()];
    if (one === undefined || other === undefined) return show(result, nothing);
    const rows = Object.keys(one.face.probabilities).map((name) => ({ name, first: one.face.probabilities[name] ?? 0, second: other.face.probabilities[name] ?? 0 }));
    const alike = maskCorrelation(one.face.mask, other.face.mask);
    show(
      result,
      html`${dataTable({
        caption: `${one.from} beside ${other.from}`,
        columns: [
          { name: "Expression", cell: ({ name }: (typeof rows)[number]) => name },
          { name: "First", kind: "number", cell: ({ first }) => percent(first) },
          { name: "Second", kind: "number", cell: ({ second }) => percent(second) },
          { name: "Difference, points", kind: "number", cell: ({ first, second }) => points(second - first, 0) },
        ],
        groups: [{ rows }],
      })}<p class="note">Their motion masks are alike by ${alike.toFixed(2)} (correlation of the pixels; 1 is the same mask).</p>`,
    );
  }

  return {};
}

function card(place: HTMLElement, subject: Subject | undefined, otherwise: string): void {
  if (subject === undefined) return show(place, html`<p class="soft">${otherwise}</p>`);
  const { face, from } = subject;
  show(place, html`<div class="face"><canvas class="crop" role="img" aria-label="The face from ${from} with its motion mask"></canvas><div><h2>${face.expression} <small>${from}</small></h2>${faceBars(face.probabilities, face.expression, "given")}</div></div>`);
  drawPicture(find("canvas", HTMLCanvasElement, place), overlayMask(face.crop, face.mask, face.margin));
}
