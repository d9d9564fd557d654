// Draws expressions and motion masks over the camera's picture.
import { Recognizer } from "fmpn";
import { drawFaces } from "fmpn/drawing";

const find = (what) => document.querySelector(what);
const [video, canvas, button, masks, status] = ["video", "canvas", "button", "input", "[role=status]"].map(find);
const say = (text) => (status.textContent = text);

/** Shows what went wrong instead of nothing. */
const saying = (action) => () => action().catch((error) => say(`Sorry: ${error.message}`));

let stop;
let recognizer;

async function start() {
  say("The browser asks whether this page may use the camera.");
  const camera = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480 } });
  stop = () => camera.getTracks().forEach((track) => track.stop());
  button.textContent = "Stop";
  video.srcObject = camera;
  await video.play();
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  const context = canvas.getContext("2d");
  const { margin } = recognizer.model.crop;
  // Ends when the camera does; frames that come while one is looked at are left out.
  for await (const { faces } of recognizer.track(video)) {
    context.clearRect(0, 0, canvas.width, canvas.height);
    drawFaces(context, faces, { mirroredWidth: video.videoWidth, mask: masks.checked ? 0.6 : 0, margin, bars: 3 });
    say(faces.map(({ id, expression }) => `${id}: looks like ${expression}`).join(", ") || "No face in sight.");
  }
  context.clearRect(0, 0, canvas.width, canvas.height);
  stop = undefined;
  button.textContent = "Start the camera";
  say("The camera is off.");
}

await saying(async () => {
  // In a worker, so that the picture never stutters.
  recognizer = await Recognizer.load({ worker: true });
  button.addEventListener("click", () => (stop === undefined ? saying(start)() : stop()));
  button.disabled = false;
  say("Ready.");
})();
