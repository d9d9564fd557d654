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
    const counts = `${done}/${total}${left}`;
    // In a narrow terminal the bar gives way.
    const width = Math.min(WIDTH, (process.stderr.columns || 80) - what.length - counts.length - 3);
    const filled = Math.round((width * done) / total);
    const bar = width < 5 ? "" : `${"█".repeat(filled)}${"░".repeat(width - filled)} `;
    process.stderr.write(`\r\x1b[2K${fitLine(`${what} ${bar}${counts}`, process.stderr.columns)}`);
  };
}

/** What of a line a terminal shows in one: one that is broken into two cannot be wiped. */
export function fitLine(text: string, columns: number | undefined): string {
  const width = (columns || 80) - 1;
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

/** A time for people: `42 s`, `3 min 05 s`, `2 h 10 min`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole >= 5400) return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, "0")} min`;
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}
