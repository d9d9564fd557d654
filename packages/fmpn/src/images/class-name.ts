/**
 * The name of a value's class as the class itself tells it: the same for the class of another realm (an iframe, a popup, a
 * test runner's sandbox), which `instanceof` does not know.
 */
export function classNameOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}
