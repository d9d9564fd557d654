import { cameraView } from "./camera/view.js";
import { compareView } from "./compare/view.js";
import { faceView } from "./face/view.js";
import { modelFile } from "./model-file.js";
import { workOffline } from "./offline.js";
import { filesOfDrop, type GivenFile } from "./pictures/gather-files.js";
import { picturesView } from "./pictures/view.js";
import type { Desk, View } from "./shared/desk.js";
import { find, messageOf } from "@fmpn/page/browser";
import { createEngine } from "./shared/engine.js";
import { createShared, type Subject } from "./shared/subject.js";
import { videoView } from "./video/view.js";

const desk: Desk = {
  engine: createEngine(),
  subject: createShared<Subject>(),
  neutral: createShared<Subject>(),
  compared: [createShared<Subject>(), createShared<Subject>()],
  go: (view) => {
    if (location.hash !== `#${view}`) location.hash = view;
  },
};

const pictures = picturesView(desk, [...document.querySelectorAll("#demo-pictures a")].map((link) => (link as HTMLAnchorElement).href));
const views: Readonly<Record<string, View>> = { camera: cameraView(desk), pictures, video: videoView(desk), face: faceView(desk), compare: compareView(desk) };
const model = modelFile(desk);

let shown = "camera";
function showView(): void {
  const wanted = location.hash.slice(1);
  const next = wanted in views ? wanted : "camera";
  if (next !== shown) views[shown]?.leave?.();
  shown = next;
  for (const id of Object.keys(views)) find(`#${id}`, HTMLElement).hidden = id !== next;
  for (const link of document.querySelectorAll('.site nav a[href^="#"]')) {
    if (link.getAttribute("href") === `#${next}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  views[next]?.enter?.();
}
addEventListener("hashchange", showView);
showView();

/** What is dropped or pasted anywhere: a model, or pictures. */
function take(files: readonly GivenFile[]): void {
  const own = files.find(({ name }) => name.toLowerCase().endsWith(".onnx"));
  if (own !== undefined) void model.load(own.file);
  else pictures.add(files);
}
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  if (event.dataTransfer !== null) void filesOfDrop(event.dataTransfer).then(take);
});
document.addEventListener("paste", (event) => {
  const files = [...(event.clipboardData?.files ?? [])];
  if (files.length > 0) take(files.map((file) => ({ file, name: file.name })));
});

/** A run's model, where the training half sends the visitor here with one: from this server only. */
async function modelOfRun(): Promise<File | undefined> {
  const address = new URLSearchParams(location.search).get("model");
  if (address === null || new URL(address, location.href).origin !== location.origin) return undefined;
  const response = await fetch(address);
  if (!response.ok) throw new Error(`The run's model could not be had (status ${response.status}).`);
  return new File([await response.blob()], `${new URL(address, location.href).searchParams.get("name") ?? "run"}/model.onnx`);
}

const first = modelOfRun();
void first.then(async (own) => await (own === undefined ? desk.engine.recognizer() : model.load(own))).catch((error: unknown) => (find("#model-words", HTMLElement).textContent = messageOf(error)));
void workOffline();
