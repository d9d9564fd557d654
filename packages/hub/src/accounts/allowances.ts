import type { Allowance } from "./take-token.js";

/** How often things may be done: signing in by machine and by account, what follows by person. */
export const ALLOWANCES = {
  signIn: { what: "Tries to sign in, by machine and by account", atOnce: 10, seconds: 30 },
  signUp: { what: "New accounts, by machine", atOnce: 5, seconds: 600 },
  keys: { what: "New keys for programs", atOnce: 10, seconds: 3600 },
  /** Costs eight answers. */
  drafts: { what: "Models tried on eight faces", atOnce: 20, seconds: 300 },
  /** Three at once, then three a day. */
  measurements: { what: "Models measured", atOnce: 3, seconds: 28_800 },
  results: { what: "Claims handed in", atOnce: 30, seconds: 300 },
  contributions: { what: "Papers, code, data sets and corrections handed in", atOnce: 30, seconds: 300 },
  cards: { what: "Model cards read", atOnce: 10, seconds: 300 },
  offers: { what: "Measurements of browsers offered", atOnce: 10, seconds: 3600 },
} as const satisfies Readonly<Record<string, Allowance & { readonly what: string }>>;
