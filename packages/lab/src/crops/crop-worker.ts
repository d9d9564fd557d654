import { answerJobs } from "../threads/crew.js";
import { doCropJob } from "./crop-job.js";

// The entry of a worker thread.
answerJobs(doCropJob, (result) => ("picture" in result ? [result.picture.data.buffer as ArrayBuffer] : []));
