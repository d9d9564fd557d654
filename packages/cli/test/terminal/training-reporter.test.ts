import assert from "node:assert/strict";
import { test } from "node:test";
import type { TrainingProgress } from "@fmpn/lab/training";
import { trainingReporter } from "#src/terminal/training-reporter.js";

const progress = (done: number, share: number, fold?: string): TrainingProgress => ({
  what: "joint stage", done, total: 400, stage: "joint", fold, share, epoch: 3, epochs: 20, learningRate: 1e-3, loss: 1.234, maskLoss: 0.05, classLoss: 1.184, accuracy: 0.5, batch: 64, imagesPerSecond: 50,
});

function said(columns: number | undefined, tell: (reporter: ReturnType<typeof trainingReporter>, later: (seconds: number) => void) => void): string[] {
  const written: string[] = [];
  const stream = { isTTY: columns !== undefined, columns, write: (text: string) => written.push(text) > 0 } as unknown as NodeJS.WriteStream;
  const { now } = performance;
  let time = 100_000;
  performance.now = () => time;
  try {
    tell(trainingReporter(stream), (seconds) => void (time += 1000 * seconds));
  } finally {
    performance.now = now;
  }
  return written;
}

for (const columns of [40, 80, 200]) {
  test(`in a terminal of ${columns} columns the live line is one line, with the time left of the whole`, () => {
    const lines = said(columns, (reporter, later) => {
      assert.equal(reporter.begun, false);
      reporter.progress(progress(1, 0.1));
      later(60);
      reporter.progress(progress(200, 0.4));
      assert.equal(reporter.begun, true);
    });
    for (const line of lines) assert.ok(line.replace("\r\x1b[2K", "").length < columns, line);
    // 30 % of the work took a minute: the other 60 % take two.
    assert.ok(lines.at(-1)?.startsWith("\r\x1b[2Kjoint 4/20, step 200/400  2 min 00 s"), lines.at(-1));
    if (columns === 200) assert.match(lines.at(-1) ?? "", /batches right 50\.0 % {2}loss 1\.234 \(mask 0\.0500, class 1\.184\) {2}50 images\/s {2}rate 1\.0e-3$/);
  });
}

test("a pipe gets a whole line now and then, and folds their names", () => {
  const lines = said(undefined, (reporter, later) => {
    for (let step = 1; step <= 100; step += 1) {
      reporter.progress(progress(step, step / 200, step % 2 === 0 ? "0" : "1"));
      later(1);
    }
    reporter.note("written: model.onnx");
  });
  assert.equal(lines.length, 2 * 5 + 1);
  assert.match(lines[3] ?? "", /^fold \w: joint 4\/20, step \d+\/400 {2}\d min \d\d s left {2}batches right .*\n$/);
  assert.equal(lines.at(-1), "written: model.onnx\n");
});
