/** What the web servers have in common, in Node: `@fmpn/page/server`. */
export { eventStream, type ServerEvent } from "./server/event-stream.js";
export { listen, type Listening, type ListenOptions } from "./server/listen.js";
export { grantPowers, type PagePowers } from "./server/security-headers.js";
export { contentType, memoryFiles, type NamedFile, namedFile, readNamedFile } from "./server/static-files.js";
export { FOR_EVER, stylePath, webApp, type WebAppOptions } from "./server/web-app.js";
