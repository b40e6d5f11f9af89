import type { Input } from "./input.js";

/** What the findings come to: nothing, warnings only, or at least one error. */
export type Verdict = "accept" | "warn" | "reject";

/** A version of the API. */
export type Version = "v2" | "v2.1" | "v3" | "v4" | "v5" | "v6" | "v7" | "v8";

/** A place in the text: line and column count from 1, the column in characters; the offset counts UTF-16 units from 0. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** From a place up to another one. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A place that belongs to a finding. */
export interface Related extends Range {
  readonly label: string;
}

/** The answer that the CRM would give. */
export interface Prediction {
  readonly code: string;
  readonly message: string | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly basis: "observed" | "documented" | "inferred";
}

/** Puts other text in place of a part, `text.slice(start, end)`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Edits that make the mistake go away. */
export interface Fix {
  readonly title: string;
  /** Whether the job certainly means the same afterwards, as its author intended it. */
  readonly safe: boolean;
  readonly edits: readonly Edit[];
}

/** One finding. */
export interface Diagnostic extends Range {
  readonly rule: string;
  readonly level: "error" | "warning";
  /** `resource[0].field_mappings[2].index`; empty for the job as a whole. */
  readonly path: string;
  readonly message: string;
  readonly help: string | null;
  readonly related: readonly Related[];
  readonly predicts: Prediction | null;
  readonly fix: Fix | null;
  /** Where it is in a data file, if it is in one. */
  readonly data?: DataPlace;
}

/** The place of a finding in a data file, and what there is of it: the same mistake in many rows of a column is one finding. */
export interface DataPlace {
  /** The file; `leads.zip/leads.csv` for one in a ZIP. */
  readonly file: string;
  /** Where it is first; `null` for the file as a whole. The offset is in bytes of the CSV. */
  readonly line: number | null;
  readonly column: number | null;
  readonly offset: number | null;
  /** The first record with it, counted after the header from 1; 0 is the header, `null` the file as a whole. */
  readonly row: number | null;
  /** The column, counted from 0. */
  readonly fieldIndex: number | null;
  /** What the header calls the column. */
  readonly header: string | null;
  /** How many records have it. */
  readonly count: number;
  /** The first records with it. */
  readonly rows: readonly number[];
  /** The commonest values. */
  readonly values: readonly { readonly value: string; readonly count: number }[];
}

/** The contract that `bulkwrite check --format json` prints: offsets are bytes there. */
interface Line {
  readonly version: Version;
  readonly version_from: string;
  readonly verdict: Verdict;
  readonly diagnostics: readonly Diagnostic[];
  readonly truncated: boolean;
}

/** How a report is shown. */
export interface Look {
  /** Whether to colour it for a terminal. */
  readonly colors?: boolean;
  /** How many columns it may take. */
  readonly width?: number;
}

/** How many columns output takes where nobody says. */
export const WIDTH = 100;

/** All findings about a job, in reading order. */
export class Report implements Iterable<Diagnostic> {
  /** The version that the job was checked for. */
  readonly version: Version;
  /** What told the version: `"told"`, `"module"` or `"default"`. */
  readonly versionFrom: string;
  readonly verdict: Verdict;
  /** The findings, 100 at most. */
  readonly diagnostics: readonly Diagnostic[];
  /** Whether there are more findings than are listed. */
  readonly truncated: boolean;
  readonly #input: Input;
  readonly #line: string;
  readonly #show: (look: Look) => string;

  /** @internal */
  constructor(line: string, input: Input, show: (look: Look) => string) {
    this.#input = input;
    this.#line = line;
    this.#show = show;
    const read = JSON.parse(line) as Line;
    this.version = read.version;
    this.versionFrom = read.version_from;
    this.verdict = read.verdict;
    this.diagnostics = inUtf16(read.diagnostics.map(named), input.bytes);
    this.truncated = read.truncated;
  }

  /** Whether the job can be sent: no error was found; there may be warnings. */
  get ok(): boolean {
    return this.verdict !== "reject";
  }

  /** The text that was checked, to which all places refer. */
  get text(): string {
    return this.#input.text();
  }

  [Symbol.iterator](): Iterator<Diagnostic> {
    return this.diagnostics[Symbol.iterator]();
  }

  /** The findings as the command shows them, with carets; empty where there is none. */
  toString(look: Look = {}): string {
    return this.#show(look).trimEnd();
  }

  /** The line that `bulkwrite check --format json` prints: offsets in it are bytes. */
  toJSONLine(): string {
    return this.#line;
  }

  /** Throws a `JobError` that tells all findings if there is an error among them. */
  assertOk(): void {
    if (!this.ok) throw new JobError(this);
  }
}

/** A job that the CRM would refuse; its message is the report. */
export class JobError extends Error {
  readonly report: Report;

  constructor(report: Report) {
    super(`the job has mistakes\n\n${report.toString()}`);
    this.name = "JobError";
    this.report = report;
  }
}

/** A finding of the contract with the names of JavaScript. */
function named(found: Diagnostic): Diagnostic {
  if (found.data === undefined) return found;
  const { field_index: fieldIndex, ...data } = found.data as DataPlace & { readonly field_index: number | null };
  return { ...found, data: { ...data, fieldIndex } };
}

/** The findings with offsets in UTF-16 units in place of bytes. */
function inUtf16(diagnostics: readonly Diagnostic[], bytes: Uint8Array): readonly Diagnostic[] {
  if (diagnostics.every(({ data }) => data !== undefined) || bytes.every((byte) => byte < 0x80)) return diagnostics;
  const units = new Uint32Array(bytes.length + 1);
  let unit = 0;
  for (let at = 0; at < bytes.length; at++) {
    units[at] = unit;
    const byte = bytes[at] ?? 0;
    // A character begins with any byte but a continuation; those of four bytes take two units.
    if ((byte & 0xc0) !== 0x80) unit += byte >= 0xf0 ? 2 : 1;
  }
  units[bytes.length] = unit;
  const offset = (at: number): number => units[Math.min(at, bytes.length)] ?? 0;
  const position = (at: Position): Position => ({ ...at, offset: offset(at.offset) });
  const range = <Place extends Range>(place: Place): Place => ({
    ...place,
    start: position(place.start),
    end: position(place.end),
  });
  return diagnostics.map((found) => {
    if (found.data !== undefined) return found; // its offsets are those of another file
    return {
      ...range(found),
      related: found.related.map(range),
      fix: found.fix && {
        ...found.fix,
        edits: found.fix.edits.map((edit) => ({ ...edit, start: offset(edit.start), end: offset(edit.end) })),
      },
    };
  });
}
