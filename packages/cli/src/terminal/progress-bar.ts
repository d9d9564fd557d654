const WIDTH = 28;
const REDRAW_MS = 80;

/**
 * A progress bar on standard error with the time left; nothing where that is no terminal. The returned function takes
 * how much is done; the bar goes when all is.
 */
export function progressBar(label: string): (done: number, total: number) => void {
  const started = performance.now();
  let drawn = 0;
  return (done, total) => {
    if (!process.stderr.isTTY) return;
    const now = performance.now();
    if (done >= total) {
      process.stderr.write("\r\x1b[2K");
      return;
    }
    if (now - drawn < REDRAW_MS) return;
    drawn = now;
    const filled = Math.round((WIDTH * done) / total);
    const left = done === 0 ? "" : `${formatSeconds((((now - started) / done) * (total - done)) / 1000)} left`;
    const bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
    process.stderr.write(`\r\x1b[2K${label} ${bar} ${done}/${total} ${left}`);
  };
}

/** A time for people: `42 s`, `3 min 05 s`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}
