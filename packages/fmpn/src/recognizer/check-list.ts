import { describe } from "../images/known-source.js";

/**
 * Checks that a value is a list or stream of pictures. A text and bytes can be gone through, too, but are one picture.
 *
 * @param wanted whose it is, e.g. `recognizeAll takes a list of pictures`
 * @throws TypeError saying what was given
 */
export function checkList(value: unknown, wanted: string): void {
  const isList = typeof value === "object" && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value);
  if (!isList || ArrayBuffer.isView(value)) throw new TypeError(`${wanted}; for one picture call recognize. Given was ${describe(value)}.`);
}
