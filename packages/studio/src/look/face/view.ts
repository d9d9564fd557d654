import { faceBars } from "@fmpn/page/faces";
import { facts } from "@fmpn/page/parts";
import { percent } from "fmpn/drawing";
import type { Answer } from "fmpn";
import { type Picture, toGray } from "fmpn/pictures";
import type { Desk, View } from "../shared/desk.js";
import { differenceWords } from "../shared/difference.js";
import { find, messageOf, show } from "@fmpn/page/browser";
import type { Subject } from "../shared/subject.js";
import { createEraser } from "./eraser.js";
import { drawLandmarks, drawMask, drawPicture, maskedFace } from "./steps.js";

/** One face: each step of the network's way, and what the answer hangs on. */
export function faceView(desk: Desk): View {
  const canvas = (id: string): HTMLCanvasElement => find(`#face-${id}`, HTMLCanvasElement);
  const change = find("#face-change", HTMLElement);
  const patch = find("#face-patch", HTMLInputElement);
  let asked: Picture | undefined;
  let asking = false;

  const eraser = createEraser(canvas("eraser"), () => Number(patch.value) / 2, (crop) => {
    asked = crop;
    if (!asking) void ask();
  });
  find("#face-whole", HTMLButtonElement).addEventListener("click", () => void begin(desk.subject.get()));
  desk.subject.onChange((subject) => void begin(subject));
  desk.engine.onChange(() => void begin(desk.subject.get()));

  async function begin(subject: Subject | undefined): Promise<void> {
    find("#face-there", HTMLElement).hidden = subject === undefined;
    if (subject === undefined) return;
    const { face, from } = subject;
    try {
      const { model } = await desk.engine.recognizer();
      if (face.crop.width !== model.size || Object.keys(face.probabilities).join() !== model.classes.join()) {
        // Seen by another model before: its crop has another size, or its answer other names.
        desk.subject.set(undefined);
        find("#face-words", HTMLElement).textContent = "The model was changed: choose the face anew.";
        return;
      }
      find("#face-words", HTMLElement).textContent = `A face from ${from}, step by step.`;
      drawPicture(canvas("crop"), face.crop);
      drawPicture(canvas("gray"), toGray(face.crop));
      drawLandmarks(canvas("landmarks"), face, model);
      tell(face, face.crop);
      change.textContent = "";
      eraser.show(face.crop);
      const { pose, landmarks, score, box } = face;
      const degrees = (value: number, one: string, other: string): string => `${Math.abs(Math.round(value))}° ${value >= 0 ? one : other}`;
      show(
        find("#face-facts", HTMLElement),
        facts([
          ["Head", pose === undefined ? undefined : `${degrees(pose.yaw, "to the viewer's right", "to the viewer's left")}, ${degrees(pose.pitch, "up", "down")}, tilted ${degrees(pose.roll, "clockwise", "anticlockwise")}`],
          ["Landmarks", landmarks === undefined ? "not seen" : "68"],
          ["Face or not", percent(score)],
          ["Size", `${Math.round(box.width)} × ${Math.round(box.height)} pixels`],
          ["Model", `${model.preset}, ${model.size} × ${model.size} pixels`],
        ]),
      );
    } catch (error) {
      change.textContent = messageOf(error);
    }
  }

  function tell(answer: Answer, crop: Picture): void {
    drawMask(canvas("mask"), answer.mask);
    drawPicture(canvas("masked"), maskedFace(crop, answer.mask));
    showFused(answer.fused);
    find("#face-answer", HTMLElement).textContent = `Looks like ${answer.expression}`;
    show(find("#face-bars", HTMLElement), faceBars(answer.probabilities, answer.expression, "given"));
  }

  /** Not every network fuses the mask into the face: the bundled one names the face as it is. */
  function showFused(fused: Picture | undefined): void {
    const place = canvas("fused");
    const figure = place.closest("figure");
    if (figure !== null) figure.hidden = fused === undefined;
    if (fused !== undefined) drawPicture(place, fused);
  }

  /** Asks about the newest state only: the pointer is faster than the network. */
  async function ask(): Promise<void> {
    asking = true;
    try {
      for (let crop = asked; crop !== undefined; crop = asked) {
        asked = undefined;
        const answer = await (await desk.engine.recognizer()).classify(crop);
        tell(answer, crop);
        const before = desk.subject.get()?.face;
        if (before !== undefined) change.textContent = `Beside the whole face: ${differenceWords(answer.probabilities, before.probabilities).replace("as in your neutral face", "hardly a change")}.`;
      }
    } catch (error) {
      change.textContent = messageOf(error);
    } finally {
      asking = false;
    }
  }

  return {};
}
