import { html } from "@fmpn/page";
import type { SeenFacesOptions } from "@fmpn/page/browser";
import type { Desk } from "./desk.js";
import { differenceWords } from "./difference.js";

/** What the studio offers below each face that a video shows. @param from where the faces are seen: "camera" */
export function deskButtons(desk: Desk, from: string): SeenFacesOptions {
  return {
    buttons: () => html`<button type="button" data-do="look">Look closer</button><button type="button" data-do="neutral">My neutral face</button>`,
    onPress(what, face) {
      if (what === "neutral") return desk.neutral.set({ face, from });
      desk.subject.set({ face, from });
      desk.go("face");
    },
    words({ probabilities }) {
      const neutral = desk.neutral.get();
      return neutral === undefined ? "" : `Beside your neutral face: ${differenceWords(probabilities, neutral.face.probabilities)}.`;
    },
  };
}
