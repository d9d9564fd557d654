import { whole } from "@fmpn/page";
import type { Desk } from "./shared/desk.js";
import { find, messageOf } from "@fmpn/page/browser";

/** The line that says which model answers, and the way to give another one. */
export function modelFile(desk: Desk): { load(file: File): Promise<void> } {
  const words = find("#model-words", HTMLElement);
  const input = find("#model-file", HTMLInputElement);
  const own = find("#model-own", HTMLButtonElement);
  desk.engine.onChange(({ model, provider }, name) => {
    words.textContent = `Model: ${name} · ${whole(model.classes.length)} expressions, ${model.size} × ${model.size} pixels · on ${provider}`;
  });
  input.addEventListener("change", () => {
    const [file] = input.files ?? [];
    input.value = "";
    if (file !== undefined) void load(file);
  });
  own.addEventListener("click", () => void load(undefined));

  async function load(file: File | undefined): Promise<void> {
    const before = words.textContent;
    words.textContent = "Loading the networks …";
    try {
      await desk.engine.load(file);
      own.hidden = file === undefined;
    } catch (error) {
      words.textContent = `${messageOf(error)} ${before}`;
    }
  }

  return { load };
}
