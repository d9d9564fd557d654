import type { Progress } from "@fmpn/lab";

const WIDTH = 28;
const REDRAW_MS = 80;
/** How often a line is printed where there is no terminal to draw on. */
const LINE_MS = 10_000;

/**
 * A progress bar on standard error with the time left; where that is no terminal, a plain line every ten seconds. The
 * returned function takes how much is done of what; the bar goes when all is, and another begins with something else.
 */
export function progressBar(): (progress: Progress) => void {
  const live = process.stderr.isTTY;
  let started = performance.now();
  let drawn = live ? 0 : started;
  let before = { what: "", done: 0 };
  return ({ what, done, total }) => {
    const now = performance.now();
    if (what !== before.what || done < before.done) started = now;
    before = { what, done };
    if (done >= total) {
      if (live) process.stderr.write("\r\x1b[2K");
      return;
    }
    if (now - drawn < (live ? REDRAW_MS : LINE_MS)) return;
    drawn = now;
    const left = done === 0 ? "" : `  ${formatSeconds((((now - started) / done) * (total - done)) / 1000)} left`;
    if (!live) {
      process.stderr.write(`${what}  ${done}/${total}${left}\n`);
      return;
    }
    const filled = Math.round((WIDTH * done) / total);
    const bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
    process.stderr.write(`\r\x1b[2K${what} ${bar} ${done}/${total}${left}`);
  };
}

/** A time for people: `42 s`, `3 min 05 s`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}
