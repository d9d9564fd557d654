import type { EditorialState } from "../database/schema.js";

/** What may become of a claim's row. Every arrow is a revision with a person and a reason. */
const ARROWS: Readonly<Record<EditorialState, readonly EditorialState[]>> = {
  draft: ["screening", "withdrawn"],
  screening: ["pending", "rejected"],
  pending: ["published", "rejected", "withdrawn"],
  published: ["disputed", "withdrawn"],
  disputed: ["published", "withdrawn"],
  rejected: ["pending"],
  withdrawn: ["published"],
};

export function mayBecome(from: EditorialState, to: EditorialState): boolean {
  return ARROWS[from].includes(to);
}
