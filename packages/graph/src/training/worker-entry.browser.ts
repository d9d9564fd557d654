import type { Numbered } from "../workers/channel.js";
import { createResponder, type Request } from "./protocol.js";

const respond = createResponder();
globalThis.addEventListener("message", (event: MessageEvent<Numbered<Request>>) => void respond(event.data).then((reply) => globalThis.postMessage(reply)));
