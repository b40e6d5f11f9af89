import { Checker as Native, read_response } from "./wasm/bulkwrite.js";
import { input, name, type Job } from "./input.js";
import { Report, WIDTH, type Look, type Verdict } from "./report.js";
import type { Response } from "./response.js";
import { pick, understood, type Settings } from "./settings.js";

/** What a job is called in output, where it is not `<job>`. */
export interface Named {
  readonly name?: string;
}

/** A fix that was applied. */
export interface Applied {
  readonly rule: string;
  readonly title: string;
}

/** A job that was mended. */
export interface Fixed {
  /** The text, the same where nothing was mended. */
  readonly text: string;
  /** The same, byte for byte. */
  readonly bytes: Uint8Array;
  /** What was done, in the order of doing. */
  readonly fixed: readonly Applied[];
  /** What is left. */
  readonly report: Report;
}

/** One reason to refuse or question a URL. */
export interface UrlReport {
  readonly url: string;
  readonly verdict: Verdict;
  /** `"private-v4"` and the like. */
  readonly reasons: readonly string[];
  /** The findings as the command shows them. */
  toString(): string;
}

/** Checks many jobs under the same settings. */
export class Checker {
  readonly #native: Native;

  /** Throws a `TypeError` if a setting cannot be understood. */
  constructor(settings: Settings = {}) {
    this.#native = understood(settings, (written) => new Native(written));
  }

  /** Checks a job: see `check`. */
  check(job: Job, { name = "<job>" }: Named = {}): Report {
    const read = input(job);
    const native = this.#native;
    const show = ({ colors = false, width = WIDTH }: Look): string => native.show(read.bytes, name, false, colors, width);
    return new Report(native.check(read.bytes, name), read, show);
  }

  /** The findings in a line each, as `bulkwrite check --format concise` prints them. */
  concise(job: Job, { name = "<job>" }: Named = {}): string {
    return this.#native.show(input(job).bytes, name, true, false, WIDTH);
  }

  /** Mends a job: see `fix`. */
  fix(job: Job, { unsafe = false, name = "<job>" }: Named & { readonly unsafe?: boolean } = {}): Fixed {
    const mended = this.#native.fix(input(job).bytes, unsafe);
    const bytes = mended.text;
    const fixed = JSON.parse(mended.applied) as Applied[];
    mended.free();
    const report = this.check(bytes, { name });
    return { text: report.text, bytes, fixed, report };
  }

  /** Checks a callback URL: see `checkUrl`. */
  checkUrl(url: string): UrlReport {
    if (typeof url !== "string") throw new TypeError(`a URL is a string, and this is ${name(url)}`);
    const native = this.#native;
    const line = JSON.parse(native.check_url(url)) as Omit<UrlReport, "toString">;
    return { ...line, toString: () => native.show_url(url, false, WIDTH).trimEnd() };
  }
}

let shared: Checker | undefined;

function checker(settings: Settings): Checker {
  const own = pick(settings);
  const isPlain = Object.entries(own).every(([key, value]) => value === undefined || (key === "placeholders" && !value));
  return isPlain ? (shared ??= new Checker()) : new Checker(own);
}

/**
 * Checks a bulk write job, and says what is wrong with it, where, and what to do about it. Nothing is sent anywhere.
 *
 * A string is the JSON of a job, never a path. Places refer to `report.text`.
 *
 * ```js
 * const report = check({ operation: "insert", resource: [{ type: "data", module: { api_name: "Leads" } }] });
 * report.diagnostics[0].path; // "resource[0].file_id"
 * ```
 */
export function check(job: Job, settings: Settings & Named = {}): Report {
  return checker(settings).check(job, settings);
}

/** Mends what can be mended in a job; whatever is not mended stays as it is written. `unsafe` takes the likely cures, too. */
export function fix(job: Job, settings: Settings & Named & { readonly unsafe?: boolean } = {}): Fixed {
  return checker(settings).fix(job, settings);
}

/** Whether a callback URL is https, public, and means what it says. Nothing is looked up. */
export function checkUrl(url: string, settings: Pick<Settings, "allow"> = {}): UrlReport {
  return checker(settings).checkUrl(url);
}

/** Reads an answer of the CRM: `kind` tells what it is. Throws a `SyntaxError` if it is none. */
export function parseResponse(body: Job): Response {
  const { bytes } = input(body, "an answer");
  try {
    return JSON.parse(read_response(bytes)) as Response;
  } catch (error) {
    throw new SyntaxError(error instanceof Error ? error.message : String(error));
  }
}
