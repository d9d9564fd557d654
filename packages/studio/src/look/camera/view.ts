import { html } from "@fmpn/page";
import { announcer, contextOf, createSeenFaces, drawOverlay, find, messageOf, openCamera, show, whyNoCamera } from "@fmpn/page/browser";
import type { Desk, View } from "../shared/desk.js";
import { deskButtons } from "../shared/desk-buttons.js";
import { createMeter } from "./meter.js";

/** For how many seconds a face that is not seen keeps its number: also where the machine answers but once a second. */
const MEMORY = 2;
/** Why a camera is let go without a word. */
const LEFT = new DOMException("The camera was stopped.", "AbortError");

/** The camera: started and stopped by the visitor, paused while the tab is hidden, ended with the camera. */
export function cameraView(desk: Desk): View {
  const video = find("#camera-screen video", HTMLVideoElement);
  const canvas = find("#camera-screen canvas", HTMLCanvasElement);
  const screen = find("#camera-screen", HTMLElement);
  const empty = find("#camera-screen .empty", HTMLElement);
  const power = find("#camera-switch", HTMLButtonElement);
  const choice = find("#camera-choice", HTMLSelectElement);
  const meterPlace = find("#camera-meter", HTMLOutputElement);
  const fault = find("#camera-fault", HTMLElement);
  const checked = (id: string): boolean => find(`#camera-${id}`, HTMLInputElement).checked;
  const level = (id: string): number => Number(find(`#camera-${id}`, HTMLInputElement).value) / 100;
  const announce = announcer(find("#camera-status", HTMLElement));
  const seen = createSeenFaces(find("#camera-faces", HTMLElement), deskButtons(desk, "camera"));
  const meter = createMeter();
  let on: { readonly stream: MediaStream; look: AbortController } | undefined;

  desk.engine.onChange(() => {
    power.disabled = false;
    if (on !== undefined) restart();
  });
  power.addEventListener("click", () => void (on === undefined ? start() : stop("The camera is off.")));
  choice.addEventListener("change", () => {
    if (on === undefined) return;
    stop("");
    void start();
  });
  find("#camera-smoothing", HTMLInputElement).addEventListener("change", () => restart());
  const mirror = (): void => void screen.classList.toggle("mirrored", checked("mirror"));
  find("#camera-mirror", HTMLInputElement).addEventListener("change", mirror);
  mirror();
  document.addEventListener("visibilitychange", () => {
    if (on === undefined) return;
    if (document.hidden) on.look.abort(LEFT);
    else restart();
  });
  navigator.mediaDevices?.addEventListener("devicechange", () => void listCameras());

  async function start(): Promise<void> {
    fault.textContent = "";
    power.disabled = true;
    try {
      const stream = await openCamera(choice.value);
      on = { stream, look: new AbortController() };
      const current = on;
      for (const track of stream.getVideoTracks()) track.addEventListener("ended", () => on === current && stop("The camera has ended."));
      video.srcObject = stream;
      await video.play();
      screen.style.aspectRatio = `${video.videoWidth} / ${video.videoHeight}`;
      empty.hidden = true;
      power.textContent = "Stop the camera";
      await listCameras();
      void look(current);
    } catch (error) {
      stop("The camera is off.");
      fault.textContent = whyNoCamera(error);
    } finally {
      power.disabled = false;
    }
  }

  function stop(words: string): void {
    on?.look.abort(LEFT);
    for (const track of on?.stream.getTracks() ?? []) track.stop();
    on = undefined;
    video.srcObject = null;
    contextOf(canvas).clearRect(0, 0, canvas.width, canvas.height);
    empty.hidden = false;
    empty.textContent = words;
    power.textContent = "Start the camera";
    meterPlace.textContent = "";
    meter.clear();
    seen.clear("Nobody is seen yet.");
  }

  /** Follows faces anew, with other settings or another model. */
  function restart(): void {
    if (on === undefined) return;
    on.look.abort(LEFT);
    on.look = new AbortController();
    void look(on);
  }

  async function look(current: NonNullable<typeof on>): Promise<void> {
    const { signal } = current.look;
    try {
      const recognizer = await desk.engine.recognizer();
      const { margin } = recognizer.model.crop;
      for await (const { faces, time } of recognizer.track(video, { signal, smoothing: level("smoothing"), memory: MEMORY, skipUnreadable: true })) {
        meter.add(time);
        drawOverlay(canvas, video, faces, {
          margin,
          mask: level("mask"),
          box: checked("box"),
          label: checked("box"),
          bars: checked("bars") ? Infinity : 0,
          landmarks: checked("landmarks"),
          mirrored: checked("mirror"),
        });
        seen.update(faces);
        meterPlace.textContent = meter.words();
        announce(faces.length === 0 ? "No face is seen." : `Looks like ${faces.map(({ expression }) => expression).join(", ")}.`);
      }
      if (on === current) stop("The camera has ended.");
    } catch (error) {
      if (error === LEFT || on !== current) return;
      stop("The camera is off.");
      fault.textContent = messageOf(error);
    }
  }

  /** The names are told only once a camera may be used. */
  async function listCameras(): Promise<void> {
    const cameras = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind, deviceId }) => kind === "videoinput" && deviceId !== "");
    const chosen = choice.value;
    show(choice, html`<option value="">the first one</option>${cameras.map(({ deviceId, label }, index) => html`<option value="${deviceId}">${label || `camera ${index + 1}`}</option>`)}`);
    choice.value = cameras.some(({ deviceId }) => deviceId === chosen) ? chosen : "";
    choice.disabled = cameras.length < 2;
  }

  return { leave: () => on !== undefined && stop("The camera is off.") };
}
