/** Whether what takes long runs, too: `npm run test:full`. */
export const full = process.env["FMPN_FULL"] === "1";

/** For `test(…, { skip })`: why a long test does not run now; false where it does. */
export const long: string | false = full ? false : "takes long; npm run test:full runs it";
