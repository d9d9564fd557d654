import { answerJobs } from "../threads/crew.js";
import { drawPart } from "./draw-synthetic-faces.js";

// The entry of a worker thread.
answerJobs(drawPart, ({ masks }) => masks.map(({ buffer }) => buffer as ArrayBuffer));
