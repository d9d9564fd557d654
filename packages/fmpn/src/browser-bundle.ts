/** What `dist/browser/fmpn.js` is made of: `fmpn/browser`, and what the worker beside it answers with, so that a page loads that once. */
export * from "./browser.js";
export { createResponder } from "./recognizer/worker/responder.js";
