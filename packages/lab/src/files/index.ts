export { bundledModel } from "./bundled-model.js";
export { cacheFolder } from "./cache.js";
/** Files of users: found, checked, written whole: `@fmpn/lab/files`. */
export { checkFile, checkFolder } from "./check-place.js";
export { endingsText, findFiles, type FindOptions, findPictures, type FoundFiles, type FoundPictures, isPictureName, realPath, systemReason, type Unread } from "./picture-files.js";
export { writeWhole } from "./write-whole.js";
