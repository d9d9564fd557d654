import { trainSmall } from "./small-training.ts";

export type TrainSmall = typeof trainSmall;

Object.assign(globalThis, { trainSmallHere: trainSmall });
