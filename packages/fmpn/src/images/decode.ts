// Which of the two sides is loaded is decided by package.json's `imports`.
export { decodeImage } from "#decode";
