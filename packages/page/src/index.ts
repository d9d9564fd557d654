/**
 * What every page is made of, for Node and browsers: `@fmpn/page`. More lies in `@fmpn/page/parts`, `/charts`, `/blocks` and
 * `/faces`; `/server` and `/standalone` are for Node.
 */
export { type PageDocument, type ServedAssets, servedDocument } from "./document.js";
export { count, decimal, duration, fileSize, percent, percentRange, points, whole } from "./figures.js";
export { attribute, type Content, type Html, html, nothing, raw } from "./html.js";
export { type ColorName, pageColors } from "./palette.js";
export { styleSheet } from "./style/style-sheet.js";
export { screenSheet } from "./style/screen-sheet.js";
