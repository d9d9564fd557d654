/** Over how many seconds frames are counted. */
const WINDOW = 4;

/** Counts frames: how many a second, and how long from a frame's being shown to its answer. */
export function createMeter(): { add(time: number): void; words(): string; clear(): void } {
  let frames: { readonly answered: number; readonly took: number }[] = [];
  return {
    /** @param time when the frame was shown, in seconds of `performance.now()` */
    add(time) {
      const answered = performance.now() / 1000;
      frames.push({ answered, took: answered - time });
      frames = frames.filter((frame) => frame.answered > answered - WINDOW);
    },
    words() {
      const [first] = frames;
      const last = frames.at(-1);
      if (first === undefined || last === undefined || frames.length < 2) return "";
      const rate = (frames.length - 1) / (last.answered - first.answered);
      const took = frames.map((frame) => frame.took).toSorted((a, b) => a - b)[Math.floor(frames.length / 2)] ?? 0;
      return `${rate.toFixed(rate < 10 ? 1 : 0)} frames a second, ${Math.round(took * 1000)} ms`;
    },
    clear: () => void (frames = []),
  };
}
