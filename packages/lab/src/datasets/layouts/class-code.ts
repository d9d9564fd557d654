/** The number of a class in an annotation; NaN where there is none, which `Number` would take for class 0. */
export function classCode(text: string | number | undefined): number {
  return String(text ?? "").trim() === "" ? Number.NaN : Number(text);
}
