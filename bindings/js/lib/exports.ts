export * from "./api.js";
export type { Settings } from "./settings.js";
export type { Job } from "./input.js";
export {
  JobError,
  Report,
  type DataPlace,
  type Diagnostic,
  type Edit,
  type Fix,
  type Look,
  type Position,
  type Prediction,
  type Range,
  type Related,
  type Verdict,
  type Version,
} from "./report.js";
export type { ApiError, Created, JobDetails, Response, Uploaded, User } from "./response.js";
export type * from "./job.js";
