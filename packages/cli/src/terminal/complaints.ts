/** Says a line on standard error, after wiping a progress bar that may stand there. */
export function complain(text: string): void {
  process.stderr.write(`${process.stderr.isTTY ? "\r\x1b[2K" : ""}fmpn: ${text}\n`);
}

/** Says that a file could not be written, and lets the exit code tell it. */
export function complainUnwritten(file: string, reason: string): void {
  complain(`${file} cannot be written: ${reason}`);
  process.exitCode = 1;
}
