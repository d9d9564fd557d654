import { createResponder, type Numbered } from "./protocol.js";

const respond = createResponder();
globalThis.addEventListener("message", (event: MessageEvent<Numbered>) => void respond(event.data).then((reply) => globalThis.postMessage(reply)));
