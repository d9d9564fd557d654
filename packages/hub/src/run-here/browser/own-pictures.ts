import { count, html } from "@fmpn/page";
import { pictureCard, type SeenPicture } from "@fmpn/page/faces";
import { drawCrop, find, messageOf, show, smallCopy } from "@fmpn/page/browser";
import { ImageError, type Recognizer } from "fmpn";

/** Pictures of the visitor's, looked at one after the other; none leaves the page. */
export function ownPictures(recognizer: Recognizer): void {
  const input = find("#run-files", HTMLInputElement);
  const place = find("#run-pictures", HTMLElement);
  const status = find("#run-status", HTMLElement);
  const seen: SeenPicture[] = [];
  input.addEventListener("change", () => {
    const files = [...(input.files ?? [])];
    input.value = "";
    void lookAt(files);
  });

  async function lookAt(files: readonly File[]): Promise<void> {
    input.disabled = true;
    try {
      for (const file of files) {
        seen.unshift(await look(file));
        draw();
        status.textContent = `${count(seen.length, "picture")} looked at.`;
      }
    } catch (error) {
      status.textContent = messageOf(error);
    } finally {
      input.disabled = false;
    }
  }

  async function look(file: File): Promise<SeenPicture> {
    try {
      const faces = await recognizer.recognize(file, { name: file.name });
      return { name: file.name, faces, view: await smallCopy(file, faces, recognizer.model.crop.margin) };
    } catch (error) {
      if (!(error instanceof ImageError)) throw error;
      return { name: file.name, faces: [], error: error.reason };
    }
  }

  function draw(): void {
    show(place, html`${seen.map((picture, index) => pictureCard(picture, index))}`);
    for (const canvas of place.querySelectorAll("canvas")) {
      const face = seen[Number(canvas.closest("article")?.dataset["picture"])]?.faces[Number(canvas.dataset["face"])];
      if (face !== undefined) drawCrop(canvas, face);
    }
  }
}
