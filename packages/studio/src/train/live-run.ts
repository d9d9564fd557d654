import { duration, html, percent } from "@fmpn/page";
import { lineChart, type Series } from "@fmpn/page/charts";
import type { MetricsLine } from "@fmpn/lab/runs";
import { find, show } from "@fmpn/page/browser";

/** What the server tells of a run as its files grow. */
interface RunEvent {
  readonly kept: number;
  readonly lines: readonly MetricsLine[];
  readonly finished: boolean;
  /** Files of the masks' pictures. */
  readonly masks: readonly string[];
}

const live = document.querySelector<HTMLElement>("#live");
if (live !== null) follow(live);

/** Draws a run's curves as they grow. */
function follow(place: HTMLElement): void {
  const { name = "", batch = "1", maskEpochs = "0", jointEpochs = "0", state } = place.dataset;
  const address = (what: string): string => `/train/run${what}?name=${encodeURIComponent(name)}`;
  const epochs = { mask: Number(maskEpochs), joint: Number(jointEpochs) };
  let lines: MetricsLine[] = [];
  const events = new EventSource(address("/events"));
  events.addEventListener("run", ({ data }: MessageEvent<string>) => {
    const event = JSON.parse(data) as RunEvent;
    lines = [...lines.slice(0, event.kept), ...event.lines];
    draw(event.finished);
    drawMasks(event.masks);
    // The page has more to show then: figures, the model.
    if (event.finished && state !== "finished") location.reload();
    if (event.finished) events.close();
  });

  function draw(finished: boolean): void {
    const last = lines.at(-1);
    const total = epochs.mask + epochs.joint;
    const done = last === undefined ? 0 : (last.stage === "mask" ? last.epoch : epochs.mask + last.epoch) / Math.max(1, total);
    find("#run-progress", HTMLProgressElement).value = finished ? 1 : done;
    find("#run-words", HTMLElement).textContent = finished ? "Finished." : last === undefined ? "Nothing was recorded yet: faces are being gathered." : wordsOf(last);
    const of = (stage: MetricsLine["stage"], figure: (line: MetricsLine) => number | undefined): Series["points"] =>
      lines.flatMap((line) => {
        const value = line.stage === stage ? figure(line) : undefined;
        return value === undefined ? [] : [[line.epoch, value] as const];
      });
    const charts = [
      chart("Mask loss, stage 1", "loss", [{ color: 0, points: of("mask", ({ maskLoss, loss }) => maskLoss ?? loss) }]),
      chart("Loss, stage 2", "loss", [{ color: 0, name: "classes", points: of("joint", ({ classLoss }) => classLoss) }, { color: 2, name: "masks", points: of("joint", ({ maskLoss }) => maskLoss) }]),
      chart("Accuracy, stage 2", "%", [
        { color: 0, name: "batches", style: "faint", points: of("joint", ({ accuracy }) => accuracy) },
        { color: 1, name: "held-out faces", points: of("joint", ({ validation }) => validation?.accuracy) },
      ], (value) => percent(value, 0)),
      chart("Learning rate, stage 2", "", [{ color: 6, points: of("joint", ({ learningRate }) => learningRate) }], (value) => value.toExponential(0)),
    ];
    show(find("#run-charts", HTMLElement), html`${charts}`);
  }

  function wordsOf(last: MetricsLine): string {
    const stepsPerEpoch = last.epoch > 0 ? last.step / last.epoch : 0;
    const left = (epochs[last.stage] - last.epoch + (last.stage === "mask" ? epochs.joint : 0)) * stepsPerEpoch * Number(batch);
    const speed = lines.findLast(({ imagesPerSecond }) => imagesPerSecond !== undefined)?.imagesPerSecond;
    const validated = lines.findLast(({ validation }) => validation !== undefined)?.validation?.accuracy;
    return [
      `${last.stage === "mask" ? "Stage 1, the mask generator" : "Stage 2, all of it"}: epoch ${last.epoch.toFixed(2)} of ${epochs[last.stage]}`,
      ...(speed === undefined ? [] : [`${Math.round(speed)} faces a second`, `about ${duration(left / speed)} left`]),
      ...(validated === undefined ? [] : [`validated ${percent(validated)} %`]),
    ].join(", ");
  }

  function drawMasks(masks: readonly string[]): void {
    const cards = find("#run-masks", HTMLElement);
    if (masks.length === 0 || cards.childElementCount === masks.length) return;
    document.querySelector("#no-masks")?.remove();
    show(cards, html`${masks.map((file) => html`<figure><img src="${`${address("/mask")}&file=${encodeURIComponent(file)}`}" alt="What the mask generator was taught and what it sees, ${file.replace(".png", "")}"><figcaption>${file.replace(".png", "")}</figcaption></figure>`)}`);
  }
}

function chart(title: string, unit: string, series: readonly Series[], format: (value: number) => string = String) {
  const drawn = series.filter(({ points }) => points.length > 0);
  return drawn.length === 0 ? html`` : html`<figure><figcaption>${title}</figcaption>${lineChart({ label: `${title} by epoch`, x: { name: "epoch", format: String }, y: { name: unit, format, include: title.startsWith("Accuracy") ? 0 : undefined }, series: drawn })}</figure>`;
}
