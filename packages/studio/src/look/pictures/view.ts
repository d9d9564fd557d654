import { count, html, type Html, nothing } from "@fmpn/page";
import { csvHead, csvLines, pictureCard, type PictureCardOptions } from "@fmpn/page/faces";
import { download, drawCrop, find, messageOf, show, smallCopy } from "@fmpn/page/browser";
import { annotatePicture } from "fmpn/drawing";
import { toJson } from "fmpn";
import { decodeImage, encodePng, ImageError } from "fmpn/pictures";
import type { Desk, View } from "../shared/desk.js";
import { differenceWords } from "../shared/difference.js";
import { filesOfInput, type GivenFile, isPicture } from "./gather-files.js";
import { arranged, labelCounts, type Order, type PictureResult } from "./results.js";

/** How many pictures the page shows at once; all are in the downloads. */
const SHOWN = 300;

/** Pictures: looked at one after the other, shown as a grid. */
export function picturesView(desk: Desk, demo: readonly string[]): View & { add(files: readonly GivenFile[]): void } {
  const place = find("#pictures-results", HTMLElement);
  const status = find("#pictures-status", HTMLElement);
  const progress = find("#pictures-progress", HTMLProgressElement);
  const stopButton = find("#pictures-stop", HTMLButtonElement);
  const tools = find("#pictures-tools", HTMLElement);
  const order = find("#pictures-order", HTMLSelectElement);
  let results: PictureResult[] = [];
  let waiting: GivenFile[] = [];
  let only: string | undefined;
  let work: AbortController | undefined;
  let total = 0;

  for (const id of ["files", "folder"]) {
    const input = find(`#pictures-${id}`, HTMLInputElement);
    input.addEventListener("change", () => {
      add(filesOfInput(input));
      input.value = "";
    });
  }
  find("#pictures-demo", HTMLButtonElement).addEventListener("click", () => void addDemo());
  stopButton.addEventListener("click", () => work?.abort());
  order.addEventListener("change", draw);
  desk.neutral.onChange(draw);
  find("#pictures-masks", HTMLInputElement).addEventListener("change", ({ target }) => place.classList.toggle("masks", (target as HTMLInputElement).checked));
  find("#pictures-clear", HTMLButtonElement).addEventListener("click", clear);
  find("#pictures-csv", HTMLButtonElement).addEventListener("click", () => void saveCsv());
  find("#pictures-json", HTMLButtonElement).addEventListener("click", () => {
    const pictures = results.map(({ name, faces, provider, error, view }) => ({ file: name, width: view?.pixelWidth, height: view?.pixelHeight, faces: faces.map((face) => toJson(face)), provider, error }));
    download("expressions.json", JSON.stringify(pictures, undefined, 2), "application/json");
  });
  place.addEventListener("click", ({ target }) => void act(target instanceof Element ? target.closest("button") : null));

  async function act(button: HTMLButtonElement | null): Promise<void> {
    const result = results[Number(button?.closest("article")?.dataset["picture"])];
    if (button === null || result === undefined) return;
    const face = result.faces[Number(button.dataset["face"])];
    const subject = face === undefined ? undefined : { face, from: result.name };
    switch (button.dataset["do"]) {
      case "png":
        return await savePng(result);
      case "neutral":
        return desk.neutral.set(subject);
      case "compare": {
        // The first place that is free; then the second is taken anew.
        const [first, second] = desk.compared;
        (first.get() === undefined ? first : second).set(subject);
        return desk.go("compare");
      }
      default:
        desk.subject.set(subject);
        return desk.go("face");
    }
  }

  function add(files: readonly GivenFile[]): void {
    const pictures = files.filter(({ file }) => isPicture(file));
    if (pictures.length === 0) {
      status.textContent = files.length === 0 ? "" : "No picture is among these files.";
      return;
    }
    desk.go("pictures");
    waiting.push(...pictures);
    total += pictures.length;
    if (work === undefined) void lookAtAll();
  }

  async function lookAtAll(): Promise<void> {
    work = new AbortController();
    const { signal } = work;
    [progress.hidden, stopButton.hidden] = [false, false];
    try {
      const recognizer = await desk.engine.recognizer();
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        signal.throwIfAborted();
        results.push(await lookAt(next, recognizer, signal));
        progress.value = results.length / total;
        status.textContent = `${results.length} of ${count(total, "picture")} looked at`;
        draw();
      }
      status.textContent = summary();
    } catch (error) {
      waiting = [];
      total = results.length;
      status.textContent = signal.aborted ? `Stopped. ${summary()}` : messageOf(error);
    } finally {
      work = undefined;
      [progress.hidden, stopButton.hidden] = [true, true];
      draw();
    }
  }

  async function lookAt({ file, name }: GivenFile, recognizer: Awaited<ReturnType<Desk["engine"]["recognizer"]>>, signal: AbortSignal): Promise<PictureResult> {
    const { provider, model } = recognizer;
    try {
      const faces = await recognizer.recognize(file, { name, signal });
      return { file, name, faces, provider, view: await smallCopy(file, faces, model.crop.margin) };
    } catch (error) {
      if (!(error instanceof ImageError)) throw error;
      return { file, name, faces: [], provider, error: error.reason };
    }
  }

  function summary(): string {
    const faces = results.reduce((sum, result) => sum + result.faces.length, 0);
    return results.length === 0 ? "" : `${count(faces, "face")} in ${count(results.length, "picture")}.${results.length > SHOWN ? ` The page shows ${SHOWN} at once; the downloads have all.` : ""}`;
  }

  function draw(): void {
    tools.hidden = results.length === 0;
    const filter = find("#pictures-filter", HTMLElement);
    const labels = labelCounts(results);
    if (!labels.some(([label]) => label === only)) only = undefined;
    show(filter, html`<button type="button" class="chip" aria-pressed="${String(only === undefined)}">all ${results.length}</button>${labels.map(([label, number]) => html`<button type="button" class="chip" data-label="${label}" aria-pressed="${String(label === only)}">${label} ${number}</button>`)}`);
    for (const button of filter.querySelectorAll("button")) {
      button.addEventListener("click", () => {
        only = button.dataset["label"];
        draw();
        // The button was drawn anew under the hand.
        find(only === undefined ? "button" : `[data-label="${CSS.escape(only)}"]`, HTMLButtonElement, filter).focus();
      });
    }
    const neutral = desk.neutral.get()?.face.probabilities;
    show(place, html`${arranged(results, only, order.value as Order).slice(0, SHOWN).map((result) => pictureCard(result, results.indexOf(result), cardParts(neutral)))}`);
    for (const canvas of place.querySelectorAll("canvas")) {
      const face = results[Number(canvas.closest("article")?.dataset["picture"])]?.faces[Number(canvas.dataset["face"])];
      if (face !== undefined) drawCrop(canvas, face);
    }
  }

  async function saveCsv(): Promise<void> {
    const { classes } = (await desk.engine.recognizer()).model;
    const lines = results.flatMap(({ name, ...result }) => csvLines({ ...result, file: name }, classes));
    download("expressions.csv", `${[csvHead(classes), ...lines].join("\n")}\n`, "text/csv");
  }

  async function savePng({ file, name, faces }: PictureResult): Promise<void> {
    try {
      const png = await encodePng(annotatePicture(await decodeImage(file), faces));
      download(`${name.split("/").at(-1)?.replace(/\.[^.]*$/, "") ?? "picture"}-annotated.png`, new Uint8Array(png), "image/png");
    } catch (error) {
      status.textContent = messageOf(error);
    }
  }

  async function addDemo(): Promise<void> {
    try {
      const files = demo.map(async (address): Promise<GivenFile> => {
        const response = await fetch(address);
        if (!response.ok) throw new Error(`The demo picture ${address} could not be had (status ${response.status}).`);
        const name = address.split("/").at(-1) ?? address;
        return { name, file: new File([await response.blob()], name, { type: "image/jpeg" }) };
      });
      add(await Promise.all(files));
    } catch (error) {
      status.textContent = messageOf(error);
    }
  }

  function clear(): void {
    work?.abort();
    for (const { view } of results) for (const address of [view?.plain, view?.masked]) if (address !== undefined) URL.revokeObjectURL(address);
    [results, waiting, total, only] = [[], [], 0, undefined];
    status.textContent = "";
    draw();
  }

  return { add };
}

/** What a card has beside the picture and below each face. @param neutral probabilities of the visitor's neutral face */
function cardParts(neutral: Readonly<Record<string, number>> | undefined): PictureCardOptions {
  const button = (what: string, words: string, index: number): Html => html`<button type="button" class="chip" data-do="${what}" data-face="${index}">${words}</button>`;
  return {
    beside: html`<button type="button" class="chip" data-do="png">PNG</button>`,
    below: ({ probabilities }, index) => html`${neutral === undefined ? nothing : html`<p class="note">Beside your neutral face: ${differenceWords(probabilities, neutral)}.</p>`}
<p class="row">${button("look", "Look closer", index)}${button("compare", "Compare", index)}${button("neutral", "My neutral face", index)}</p>`,
  };
}
