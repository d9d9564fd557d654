import type { Engine } from "./engine.js";
import type { Shared, Subject } from "./subject.js";

/** What the views of the page share. */
export interface Desk {
  readonly engine: Engine;
  /** The face that is looked at closely. */
  readonly subject: Shared<Subject>;
  /** The visitor's own neutral face: others are told by how they differ from it. */
  readonly neutral: Shared<Subject>;
  /** Both faces of the comparison. */
  readonly compared: readonly [Shared<Subject>, Shared<Subject>];
  /** Goes to a view, by the `id` of its section. */
  go(view: string): void;
}

/** A part of the page. */
export interface View {
  /** Called when the visitor leaves it. */
  leave?(): void;
  /** Called when the visitor comes to it. */
  enter?(): void;
}
