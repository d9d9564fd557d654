import { download, find, messageOf, show } from "@fmpn/page/browser";
import { sha256 } from "@fmpn/lab/measurement";
import { html } from "@fmpn/page";
import { Recognizer } from "fmpn";
import type { RunHereOffer } from "../run-here-offer.js";
import { browserName } from "./browser-name.js";
import { measureHere } from "./measure-here.js";
import { outcomeMarkup } from "./outcome.js";
import { ownCamera } from "./own-camera.js";
import { ownPictures } from "./own-pictures.js";

const section = find("#run-here", HTMLElement);
const offer = JSON.parse(section.dataset["offer"] ?? "") as RunHereOffer & { readonly fmpn: string; readonly signedIn: boolean };
const status = find("#run-status", HTMLElement);

/**
 * Brings the section "Run it here" to life: loads the model, checks that it is the one that the page speaks of, and opens what can
 * be done with it.
 *
 * @throws Error in words for the visitor
 */
export async function begin(): Promise<void> {
  if (globalThis.crypto.subtle === undefined) throw new Error("Browsers check files by their hash only on pages from https: or from this machine (localhost).");
  const bytes = await modelBytes();
  const recognizer = await Recognizer.load({ worker: true, model: new File([bytes as Uint8Array<ArrayBuffer>], offer.file.name) });
  ownPictures(recognizer);
  ownCamera(recognizer);
  if (offer.splits.length > 0) measuring(bytes);
  find("#run-live", HTMLElement).hidden = false;
  status.textContent = "The model is loaded.";
}

async function modelBytes(): Promise<Uint8Array> {
  const response = await fetch(offer.file.address);
  if (!response.ok) throw new Error(`The model could not be had (status ${response.status}).`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if ((await sha256(bytes)) !== offer.file.sha256) throw new Error("What came is not the file that this page speaks of: its hash differs.");
  return bytes;
}

/** Measures the claim again on faces that are drawn here. */
function measuring(bytes: Uint8Array): void {
  const form = find("#run-measuring", HTMLFormElement);
  const [button, halt] = [find("#run-measure", HTMLButtonElement), find("#run-stop", HTMLButtonElement)];
  const progress = find("#run-progress", HTMLProgressElement);
  const outcome = find("#run-outcome", HTMLElement);
  const words = find("#run-words", HTMLElement);
  let work: AbortController | undefined;
  halt.addEventListener("click", () => work?.abort());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const split = offer.splits.find(({ protocol }) => String(protocol) === new FormData(form).get("split"));
    if (split !== undefined && work === undefined) void measure(split);
  });

  async function measure(split: RunHereOffer["splits"][number]): Promise<void> {
    work = new AbortController();
    [button.disabled, halt.hidden, progress.hidden] = [true, false, false];
    progress.value = 0;
    show(outcome, html``);
    try {
      const { file, fmpn } = offer;
      const request = { bytes, file: file.name, sha256: file.sha256, seed: split.seed, count: split.count, fmpn, platform: browserName(navigator.userAgent) };
      const document = await measureHere(request, {
        signal: work.signal,
        onProgress: (done, total) => {
          progress.value = done / total;
          words.textContent = `${done} of ${total} faces drawn and answered`;
        },
      });
      words.textContent = "";
      show(outcome, outcomeMarkup(document, split, { signedIn: offer.signedIn, path: location.pathname }));
      find("#run-save", HTMLButtonElement).addEventListener("click", () => download(`${offer.slug}-in-a-browser.json`, `${JSON.stringify(document, undefined, 2)}\n`, "application/json"));
      status.textContent = `Measured: accuracy ${(100 * document.metrics.accuracy.value).toFixed(1)} %.`;
    } catch (error) {
      words.textContent = work.signal.aborted ? "Stopped." : messageOf(error);
    } finally {
      work = undefined;
      [button.disabled, halt.hidden, progress.hidden] = [false, true, true];
    }
  }
}
