import type { Named } from "./api.js";
import { input, name as nameOf, type Job } from "./input.js";
import { Report, WIDTH } from "./report.js";
import { pick, understood, type Settings } from "./settings.js";
import { Checker as Native, Files, type Checked } from "./wasm/data.js";

/** A data file: the text of a CSV, or the bytes of a CSV or ZIP. A `File` has a name. */
export type Content = string | Uint8Array | ArrayBuffer | Blob;

/** A data file and what it is called; a name that ends in `.zip` is a ZIP. */
export interface DataFile {
  readonly name: string;
  readonly content: Content;
}

/** What may be handed over as the data of a job. */
export type Data = Content | DataFile | readonly (Content | DataFile)[];

/** How data is checked. */
export interface DataSettings extends Settings, Named {
  /** Whether messages show what cells say; they do unless this is `false`. */
  readonly values?: boolean;
  /** Whether `rows` names every row with a finding, not the first ones only. */
  readonly allRows?: boolean;
}

/** What a column comes to. */
export interface ColumnSummary {
  readonly index: number;
  readonly header: string;
  /** The field that it goes into. */
  readonly apiName: string;
  /** What the field is; empty where that is not known. */
  readonly kind: string;
  /** How many of its cells are not blank. */
  readonly filled: number;
  /** How many of its cells have a finding. */
  readonly findings: number;
}

/** What a CSV comes to. */
export interface FileSummary {
  readonly name: string;
  readonly rows: number;
  /** How many of them would not be written. */
  readonly skipped: number;
  /** How many cells would empty a field. */
  readonly clearing: number;
  readonly header: readonly string[];
  readonly columns: readonly ColumnSummary[];
}

interface Totals {
  readonly summary: string;
  readonly rows: number;
  readonly skipped: number;
  readonly clearing: number;
  readonly notes: readonly string[];
  readonly files: readonly FileSummary[];
}

/** All findings about a job and its data: those about the job first. */
export class DataReport extends Report {
  /** `24,686 of 24,998 rows would be written; 312 would be skipped` */
  readonly summary: string;
  /** How many rows there are. */
  readonly rows: number;
  /** How many of them would not be written. */
  readonly skipped: number;
  /** How many cells would empty a field. */
  readonly clearing: number;
  /** What was not looked at, and why. */
  readonly notes: readonly string[];
  /** What each CSV comes to. */
  readonly files: readonly FileSummary[];

  readonly #concise: () => string;

  /** @internal */
  constructor(read: ReturnType<typeof input>, checked: Checked) {
    super(checked.line(), read, ({ colors = false, width = WIDTH }) => checked.show(colors, width));
    this.#concise = () => checked.concise();
    const totals = JSON.parse(checked.totals()) as Totals;
    this.summary = totals.summary;
    this.rows = totals.rows;
    this.skipped = totals.skipped;
    this.clearing = totals.clearing;
    this.notes = totals.notes;
    this.files = totals.files;
  }

  /** The findings in a line each, as `bulkwrite check --format concise` prints them. */
  toConcise(): string {
    return this.#concise();
  }
}

let load: () => Promise<unknown>;
let loading: Promise<unknown> | undefined;

/** How the module is loaded here. */
export function loadBy(loader: () => Promise<unknown>): void {
  load = loader;
}

/** Loads the module once; after a failure the next call tries again. */
export async function loaded(): Promise<void> {
  loading ??= load();
  try {
    await loading;
  } catch (error) {
    loading = undefined;
    throw error;
  }
}

/**
 * Checks a bulk write job and the data that it is sent with: a CSV, or the ZIP as it will be uploaded. Nothing is sent anywhere.
 *
 * A string is the text of a CSV, never a path. The module, which is not that of `check`, is loaded by the first call.
 *
 * ```js
 * const report = await checkData(job, "name,mail\nBoyle,boyle@zylker\n", { metadata: { Leads: fieldsAnswer } });
 * report.diagnostics[0].data.row; // 1
 * report.summary; // "0 of 1 row would be written; 1 would be skipped"
 * ```
 */
export async function checkData(job: Job, data: Data, settings: DataSettings = {}): Promise<DataReport> {
  const { name = "<job>", values = true, allRows = false } = settings;
  const read = input(job);
  const contents = await Promise.all((Array.isArray(data) ? data : [data]).map(content));
  await loaded();
  const native = understood(pick(settings), (written) => new Native(written));
  const files = new Files();
  for (const { name, bytes } of contents) files.add(name, bytes);
  const checked = native.check_data(read.bytes, name, files, values, allRows);
  native.free();
  return new DataReport(read, checked);
}

const encoder = new TextEncoder();

async function content(data: unknown): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
  if (typeof data === "string") return { name: "data.csv", bytes: encoder.encode(data) };
  if (data instanceof Uint8Array) return { name: called(data), bytes: data };
  if (data instanceof ArrayBuffer) return content(new Uint8Array(data));
  if (data instanceof Blob) {
    const bytes = new Uint8Array(await data.arrayBuffer());
    return { name: "name" in data && typeof data.name === "string" ? data.name : called(bytes), bytes };
  }
  if (typeof data === "object" && data !== null && "name" in data && "content" in data) {
    const { name, content: inner } = data;
    if (typeof name !== "string") throw new TypeError(`the name of a data file is a string, and this is ${nameOf(name)}`);
    return { name, bytes: (await content(inner)).bytes };
  }
  throw new TypeError(`data is the text of a CSV, bytes, a Blob, or \`{ name, content }\`, and this is ${nameOf(data)}`);
}

/** What bytes are called that have no name. */
function called(bytes: Uint8Array): string {
  const isZip = [0x50, 0x4b, 0x03, 0x04].every((byte, at) => bytes[at] === byte);
  return isZip ? "data.zip" : "data.csv";
}
