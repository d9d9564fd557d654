// The web page: bundle this file and the package's worker, see index.html beside it.
import { accuracy } from "./recognize.ts";

const { file } = await import("./train.ts");
const share = await accuracy(file);
document.body.append(`Trained here: ${(100 * share).toFixed(1)} % of new images named right.`);
