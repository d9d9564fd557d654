/** Answers about faces, shown: `@fmpn/page/faces`. */
export { faceBars } from "./face-bars.js";
export { type BoxLabel, type Photo, photoFigure } from "./photo.js";
export { pictureCard, type PictureCardOptions, type PictureView, type SeenPicture } from "./picture-card.js";
export { csvHead, csvLine, csvLines, type PictureAnswer } from "./recognition-csv.js";
