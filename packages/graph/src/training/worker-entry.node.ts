import { parentPort } from "node:worker_threads";
import type { Numbered } from "../workers/channel.js";
import { createResponder, type Request } from "./protocol.js";

const respond = createResponder();
parentPort?.on("message", (message: Numbered<Request>) => void respond(message).then((reply) => parentPort?.postMessage(reply)));
