import type { BulkWriteJob } from "./job.js";

/** What can be checked: a job as an object, its JSON as a string, or the bytes of that. */
export type Job = BulkWriteJob | object | string | Uint8Array | ArrayBuffer;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A text to check, and its bytes. */
export interface Input {
  readonly bytes: Uint8Array;
  /** Decoded when it is asked for. */
  readonly text: () => string;
}

/** Reads what was given as a job; a `TypeError` says what it is instead. */
export function input(job: unknown, what = "a job"): Input {
  if (typeof job === "string") return { bytes: encoder.encode(job), text: () => job };
  if (job instanceof Uint8Array) return { bytes: job, text: () => decoder.decode(job) };
  if (job instanceof ArrayBuffer) return input(new Uint8Array(job), what);
  if (typeof job === "object" && job !== null) {
    const text = write(job, what);
    return { bytes: encoder.encode(text), text: () => text };
  }
  throw new TypeError(`${what} is an object, JSON as a string, or bytes, and this is ${name(job)}`);
}

/** The JSON of a value, two blanks to a level; what JSON has no form for is a `TypeError` that says where it stands. */
export function write(value: object, what: string): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value, null, 2);
  } catch {
    text = undefined; // it is told below, with its place
  }
  // What is lost without a word leaves one of these behind.
  if (text === undefined || text.includes("null") || text.includes("{}")) text = writeCarefully(value, what);
  return text;
}

function writeCarefully(value: object, what: string): string {
  const paths = new Map<object, string>();
  function replace(this: object, key: string, item: unknown): unknown {
    const above = paths.get(this) ?? "";
    const path = Array.isArray(this) ? `${above}[${key}]` : above === "" ? key : `${above}.${key}`;
    const at = path === "" ? what : `\`${path}\``;
    const lost =
      (typeof item === "number" && !Number.isFinite(item)) ||
      typeof item === "function" ||
      typeof item === "symbol" ||
      (item === undefined && Array.isArray(this));
    if (lost) throw new TypeError(`${at} is ${name(item)}, which JSON has no form for`);
    if (typeof item === "bigint") throw new TypeError(`${at} is a bigint: write it as a string, as ids are`);
    if (item instanceof Map || item instanceof Set) {
      throw new TypeError(`${at} is a ${item.constructor.name}: JSON has plain objects and arrays`);
    }
    if (typeof item === "object" && item !== null) paths.set(item, path);
    return item;
  }
  let text: string | undefined;
  try {
    text = JSON.stringify(value, replace, 2);
  } catch (error) {
    if (error instanceof TypeError && /circular|cyclic/i.test(error.message)) {
      throw new TypeError(`${what} holds itself, which JSON has no form for`);
    }
    throw error;
  }
  if (text === undefined) throw new TypeError(`${what} has no JSON`);
  return text;
}

/** What a value is called that is none of what was expected. */
export function name(value: unknown): string {
  switch (typeof value) {
    case "undefined":
      return "undefined";
    case "function":
      return "a function";
    case "symbol":
      return "a symbol";
    case "object":
      return value === null ? "null" : "an object";
    default:
      return `the ${typeof value} ${String(value)}`;
  }
}
