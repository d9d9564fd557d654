import { answerJobs } from "../threads/crew.js";
import { openCropBench } from "./crop-job.js";

// The entry of a worker thread.
answerJobs(openCropBench().do, (result) => ("picture" in result && result.picture ? [result.picture.data.buffer as ArrayBuffer] : []));
