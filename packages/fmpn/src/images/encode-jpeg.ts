// Which of the two sides is loaded is decided by package.json's `imports`.
export { encodeJpeg } from "#encode-jpeg";
