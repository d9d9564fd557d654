/** Strangers' model files, screened and run in a process of their own: `@fmpn/lab/foreign`. */
export { type ForeignEnds, type ForeignSession, openForeignSession } from "./foreign-session.js";
export { GUARD_LIMITS, type GuardLimits, type LaunchProcess } from "./guard.js";
export { type ForeignFileOptions, OWN_LIMITS, readForeignModel } from "./read-foreign-model.js";
