import { parentPort } from "node:worker_threads";
import type { Numbered } from "@fmpn/graph/channel";
import { listen } from "@fmpn/graph/threads";
import type { Request } from "./protocol.js";
import { createResponder } from "./responder.js";

const respond = createResponder();
listen((message: Numbered<Request>) => void respond(message).then((reply) => parentPort?.postMessage(reply)));
