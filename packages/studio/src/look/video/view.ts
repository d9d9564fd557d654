import { html, nothing, raw, styleSheet } from "@fmpn/page";
import { TIMELINE_SPAN, timelineChart } from "@fmpn/page/charts";
import { contextOf, createSeenFaces, download, drawOverlay, find, messageOf, show } from "@fmpn/page/browser";
import type { TimedFrame, TrackedFrame } from "fmpn";
import type { Desk, View } from "../shared/desk.js";
import { deskButtons } from "../shared/desk-buttons.js";
import { createFaceTimes } from "./face-times.js";

const LEFT = new DOMException("The visitor went on.", "AbortError");
/** Between the frames that are looked at when a video is gone through, in seconds. */
const STEP = 0.2;
/** How often the timeline is drawn anew while it grows. */
const EVERY_MS = 500;

/** A video file: followed while it plays, or gone through as a whole. */
export function videoView(desk: Desk): View {
  const video = find("#video-screen video", HTMLVideoElement);
  const canvas = find("#video-screen canvas", HTMLCanvasElement);
  const screen = find("#video-screen", HTMLElement);
  const status = find("#video-status", HTMLElement);
  const timeline = find("#video-timeline", HTMLElement);
  const downloads = find("#video-downloads", HTMLElement);
  const scan = find("#video-scan", HTMLButtonElement);
  const stop = find("#video-stop", HTMLButtonElement);
  const file = find("#video-file", HTMLInputElement);
  const seen = createSeenFaces(find("#video-faces", HTMLElement), deskButtons(desk, "the video"));
  const times = createFaceTimes();
  let work = new AbortController();
  let name = "video";
  let drawn = 0;

  file.addEventListener("change", () => {
    const [chosen] = file.files ?? [];
    file.value = "";
    if (chosen !== undefined) void open(chosen);
  });
  scan.addEventListener("click", () => void goThrough());
  stop.addEventListener("click", () => work.abort(LEFT));
  video.addEventListener("play", () => scan.disabled || void follow());
  timeline.addEventListener("click", (event) => {
    const { left, width } = (timeline.querySelector("svg") ?? timeline).getBoundingClientRect();
    const share = ((event.clientX - left) / width - TIMELINE_SPAN.from) / (TIMELINE_SPAN.to - TIMELINE_SPAN.from);
    video.currentTime = Math.min(1, Math.max(0, share)) * video.duration;
  });
  find("#video-csv", HTMLButtonElement).addEventListener("click", () => void classes().then((names) => download(`${name}.csv`, times.csv(names), "text/csv")));
  find("#video-svg", HTMLButtonElement).addEventListener("click", () => void classes().then((names) => download(`${name}.svg`, timelineFile(chartOf(names).toString()), "image/svg+xml")));
  desk.engine.onChange(() => times.clear());

  async function classes(): Promise<readonly string[]> {
    return (await desk.engine.recognizer()).model.classes;
  }

  async function open(chosen: File): Promise<void> {
    again();
    times.clear();
    seen.clear("Nobody is seen yet.");
    contextOf(canvas).clearRect(0, 0, canvas.width, canvas.height);
    [timeline.hidden, downloads.hidden, scan.disabled] = [true, true, true];
    if (video.src !== "") URL.revokeObjectURL(video.src);
    name = chosen.name.replace(/\.[^.]*$/, "");
    video.src = URL.createObjectURL(chosen);
    try {
      await new Promise<void>((resolve, reject) => {
        video.addEventListener("loadeddata", () => resolve(), { once: true });
        video.addEventListener("error", () => reject(new Error(`${chosen.name} cannot be played here: ${video.error?.message || "it is no video that this browser knows"}.`)), { once: true });
      });
      find(".empty", HTMLElement, screen).hidden = true;
      screen.style.aspectRatio = `${video.videoWidth} / ${video.videoHeight}`;
      scan.disabled = false;
      status.textContent = `${chosen.name}: play it, or go through it all.`;
    } catch (error) {
      status.textContent = messageOf(error);
    }
  }

  function again(): AbortSignal {
    work.abort(LEFT);
    work = new AbortController();
    return work.signal;
  }

  /** Follows the faces while the video plays. */
  async function follow(): Promise<void> {
    const signal = again();
    try {
      const recognizer = await desk.engine.recognizer();
      for await (const frame of recognizer.track(video, { signal, skipUnreadable: true })) tell(frame, video.currentTime, recognizer.model.crop.margin);
      await drawTimeline();
    } catch (error) {
      if (error !== LEFT) status.textContent = messageOf(error);
    }
  }

  /** Looks at a frame every so often, from the start to the end. */
  async function goThrough(): Promise<void> {
    const signal = again();
    video.pause();
    times.clear();
    [scan.disabled, stop.hidden] = [true, false];
    try {
      const recognizer = await desk.engine.recognizer();
      for await (const frame of recognizer.track(framesOf(signal), { signal, everyFrame: true, skipUnreadable: true })) {
        tell(frame, frame.time, recognizer.model.crop.margin);
        status.textContent = `${Math.round((100 * frame.time) / video.duration)} % gone through`;
      }
      status.textContent = "All of it was gone through.";
    } catch (error) {
      status.textContent = error === LEFT ? "Stopped." : messageOf(error);
    } finally {
      [scan.disabled, stop.hidden] = [false, true];
      await drawTimeline();
    }
  }

  async function* framesOf(signal: AbortSignal): AsyncGenerator<TimedFrame> {
    for (let time = 0; time < video.duration; time += STEP) {
      signal.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        const gone = (): void => reject(signal.reason);
        signal.addEventListener("abort", gone, { once: true });
        video.addEventListener("seeked", () => resolve(signal.removeEventListener("abort", gone)), { once: true });
        video.currentTime = time;
      });
      yield { image: video, time };
    }
  }

  function tell({ faces }: TrackedFrame, time: number, margin: number): void {
    times.add(time, faces);
    drawOverlay(canvas, video, faces, { margin, mask: Number(find("#video-mask", HTMLInputElement).value) / 100 });
    seen.update(faces);
    if (performance.now() - drawn > EVERY_MS) void drawTimeline();
  }

  async function drawTimeline(): Promise<void> {
    drawn = performance.now();
    const names = await classes();
    const some = times.rows().length > 0;
    [timeline.hidden, downloads.hidden] = [!some, !some];
    show(timeline, some ? chartOf(names) : nothing);
  }

  function chartOf(names: readonly string[]): ReturnType<typeof timelineChart> {
    const rows = times.rows();
    return timelineChart({ label: `Probabilities of ${names.join(", ")} of ${rows.map((row) => row.name).join(", ")} over ${Math.round(video.duration)} seconds; the numbers are in the CSV file.`, duration: video.duration, classes: names, rows });
  }

  return {
    leave: () => {
      video.pause();
      work.abort(LEFT);
    },
  };
}

/** The timeline as a file of its own, which brings the sheet along. */
function timelineFile(svg: string): string {
  return svg.replace(/^<svg ([^>]*)>/, (_, attributes: string) => html`<svg xmlns="http://www.w3.org/2000/svg" ${raw(attributes)}><style>${raw(styleSheet.replaceAll("&", "&amp;").replaceAll("<", "&lt;"))}</style>`.toString());
}
