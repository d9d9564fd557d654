import { announcer, contextOf, createSeenFaces, drawOverlay, find, messageOf, openCamera, whyNoCamera } from "@fmpn/page/browser";
import type { Recognizer } from "fmpn";

/** The camera: started and stopped by the visitor, let go when the page is hidden. */
export function ownCamera(recognizer: Recognizer): void {
  const button = find("#run-camera", HTMLButtonElement);
  const stage = find("#run-stage", HTMLElement);
  const video = find("#run-stage video", HTMLVideoElement);
  const canvas = find("#run-stage canvas", HTMLCanvasElement);
  const status = find("#run-status", HTMLElement);
  const announce = announcer(status);
  const seen = createSeenFaces(find("#run-faces", HTMLElement));
  let on: { readonly stream: MediaStream; readonly look: AbortController } | undefined;
  button.addEventListener("click", () => (on === undefined ? void start() : stop()));
  document.addEventListener("visibilitychange", () => document.hidden && on !== undefined && stop());

  async function start(): Promise<void> {
    button.disabled = true;
    try {
      const current = { stream: await openCamera(), look: new AbortController() };
      on = current;
      stage.hidden = false;
      video.srcObject = current.stream;
      await video.play();
      find("#run-screen", HTMLElement).style.aspectRatio = `${video.videoWidth} / ${video.videoHeight}`;
      button.textContent = "Stop the camera";
      void follow(current.look.signal);
    } catch (error) {
      stop();
      status.textContent = whyNoCamera(error);
    } finally {
      button.disabled = false;
    }
  }

  function stop(): void {
    on?.look.abort();
    for (const track of on?.stream.getTracks() ?? []) track.stop();
    on = undefined;
    video.srcObject = null;
    contextOf(canvas).clearRect(0, 0, canvas.width, canvas.height);
    stage.hidden = true;
    button.textContent = "Start the camera";
    seen.clear("Nobody is seen yet.");
  }

  async function follow(signal: AbortSignal): Promise<void> {
    try {
      for await (const { faces } of recognizer.track(video, { signal, smoothing: 0.3, memory: 2, skipUnreadable: true })) {
        drawOverlay(canvas, video, faces, { margin: recognizer.model.crop.margin, mask: 0.55, box: true, label: true, mirrored: true });
        seen.update(faces);
        announce(faces.length === 0 ? "No face is seen." : `Looks like ${faces.map(({ expression }) => expression).join(", ")}.`);
      }
      stop();
    } catch (error) {
      if (signal.aborted) return;
      stop();
      status.textContent = messageOf(error);
    }
  }
}
