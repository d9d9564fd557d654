import { parentPort } from "node:worker_threads";
import { createResponder, type Numbered } from "./protocol.js";

const respond = createResponder();
parentPort?.on("message", (message: Numbered) => void respond(message).then((reply) => parentPort?.postMessage(reply)));
