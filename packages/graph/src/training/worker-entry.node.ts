import { parentPort } from "node:worker_threads";
import type { Numbered } from "../workers/channel.js";
import { listen } from "../workers/threads.js";
import { createResponder, type Request } from "./protocol.js";

const respond = createResponder();
listen((message: Numbered<Request>) => void respond(message).then((reply) => parentPort?.postMessage(reply)));
