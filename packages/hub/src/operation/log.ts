export const LOG_LEVELS = ["error", "warn", "info", "debug"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Writes an event with its facts. */
export type Log = (level: LogLevel, event: string, facts?: Readonly<Record<string, unknown>>) => void;

/**
 * A log of JSON lines: time, level, event, facts. Whatever a fact says, addresses of people and of their machines are struck out.
 *
 * @param least what is less grave than this is left out
 */
export function jsonLog(least: LogLevel, write: (line: string) => void = (line) => process.stderr.write(line)): Log {
  return (level, event, facts = {}) => {
    if (LOG_LEVELS.indexOf(level) > LOG_LEVELS.indexOf(least)) return;
    write(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...facts }, (_, value: unknown) => (typeof value === "string" ? impersonal(value) : value))}\n`);
  };
}

/** A text without mail addresses, addresses of machines, keys and passwords in addresses. */
export function impersonal(text: string): string {
  return text
    .replace(/\/\/[^\s/@]*@/g, "//…@")
    .replace(/[\p{L}\p{N}.+_-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu, "(a mail address)")
    .replace(/\bfmpn_[\w-]{20,}/g, "(a key)")
    .replace(/(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])/g, "(an address)")
    .replace(/(?<![\w:])(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{1,4}(?![\w:])/gi, "(an address)");
}
