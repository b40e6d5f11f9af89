/** A user of the CRM. */
export interface User {
  readonly id: string;
  readonly name: string | null;
}

/** The job was created. */
export interface Created {
  readonly kind: "created";
  /** The details of the answer: `id` is the job's. */
  readonly [key: string]: unknown;
}

/** The file was uploaded. */
export interface Uploaded {
  readonly kind: "uploaded";
  readonly [key: string]: unknown;
}

/** What the CRM refuses, and why. */
export interface ApiError {
  readonly kind: "error";
  readonly code: string;
  readonly message: string | null;
  readonly details: Readonly<Record<string, unknown>>;
  /** All of it in a line. */
  readonly text: string;
}

/** How far a job is. */
export interface JobDetails {
  readonly kind: "details";
  readonly isFinished: boolean;
  readonly outcome: "running" | "written" | "partly-written" | "nothing-written" | "failed" | "unclear";
  readonly totals: { readonly added: number; readonly skipped: number; readonly updated: number; readonly total: number };
  readonly [key: string]: unknown;
}

/** An answer of the CRM. */
export type Response = Created | Uploaded | ApiError | JobDetails;
