import type { Html } from "../html.js";

/**
 * The element of the page that a selector names.
 *
 * @throws Error where the page has none of that kind: the page and its script do not belong together
 */
export function find<T extends Element>(selector: string, kind: new () => T, within: ParentNode = document): T {
  const found = within.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`This page has no ${kind.name} ${selector}: reload it.`);
  return found;
}

/** Shows a piece of a page in an element, instead of what it had. */
export function show(element: Element, content: Html): void {
  element.innerHTML = content.toString();
}

/** What a person reads of an error. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The 2D context of a canvas. */
export function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("This browser cannot draw on a canvas.");
  return context;
}

/** Gives a file to the visitor's downloads. */
export function download(name: string, content: BlobPart, type: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  // The download has the file by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
