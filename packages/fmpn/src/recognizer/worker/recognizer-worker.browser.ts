import type { Numbered } from "@fmpn/graph/channel";
import type { Request } from "./protocol.js";
import { createResponder } from "./responder.js";

const respond = createResponder();
globalThis.addEventListener("message", (event: MessageEvent<Numbered<Request>>) => void respond(event.data).then((reply) => globalThis.postMessage(reply)));
