#!/usr/bin/env node
// The essentials of the command, for those who have npm and nothing else.
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { parseArgs } from "node:util";
import { Checker, type Look, type Settings, type Version } from "./node.js";

const HELP = `Zoho CRM bulk write jobs, checked before they are sent

Usage: bulkwrite check [--api-version V] [--metadata FOLDER] [--allow-placeholders] [--rule NAME=LEVEL]...
                       [--format human|concise|json] [--data CSV|ZIP]... [--no-values] [--rows first|all] PATH|-...
       bulkwrite fix [--unsafe] [the options of check] PATH|-...
       bulkwrite url URL...

Exit status: 0 nothing was found, 1 something was, 2 something could not be done.
The whole command, which packs and sends data and more, is the one written in Rust.
`;

const STDIN = 0;

class Usage extends Error {}

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      "api-version": { type: "string" },
      metadata: { type: "string" },
      "allow-placeholders": { type: "boolean", default: false },
      rule: { type: "string", multiple: true, default: [] },
      format: { type: "string", default: "human" },
      data: { type: "string", multiple: true, default: [] },
      "no-values": { type: "boolean", default: false },
      rows: { type: "string", default: "first" },
      unsafe: { type: "boolean", default: false },
      color: { type: "string", default: "auto" },
      help: { type: "boolean", short: "h", default: false },
      version: { type: "boolean", short: "V", default: false },
    },
  });
  if (values.version) {
    const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string };
    process.stdout.write(`bulkwrite ${manifest.version}\n`);
    return 0;
  }
  const [command, ...rest] = positionals;
  if (values.help || command === undefined) {
    process.stdout.write(HELP);
    return values.help ? 0 : 2;
  }
  const settings: Settings = {
    ...(values["api-version"] !== undefined && { version: values["api-version"] as Version }),
    ...(values.metadata !== undefined && { metadata: metadata(values.metadata) }),
    ...(values["allow-placeholders"] && { placeholders: true }),
    ...(values.rule.length > 0 && { rules: Object.fromEntries(values.rule.map(level)) }),
  };
  if (rest.length === 0) throw new Usage(`\`${command}\` needs an argument: see \`bulkwrite --help\``);
  switch (command) {
    case "check":
      if (values.data.length > 0) return checkWithData(rest, values.data, settings, values);
      return check(new Checker(settings), rest, values.format, values.color);
    case "fix":
      return fix(new Checker(settings), rest, values.unsafe);
    case "url":
      return urls(new Checker(), rest);
    default:
      throw new Usage(`there is no command \`${command}\`: see \`bulkwrite --help\``);
  }
}

function level(setting: string): [string, "error" | "warn" | "allow"] {
  const [name = "", level = ""] = setting.split("=");
  return [name, level as "error" | "warn" | "allow"];
}

function metadata(folder: string): Record<string, Uint8Array> {
  const files = readdirSync(folder).filter((file) => extname(file) === ".json");
  if (files.length === 0) throw new Usage(`\`${folder}\` holds no metadata: save answers of \`GET /crm/v8/settings/fields\` as \`<module>.json\``);
  return Object.fromEntries(files.map((file) => [basename(file, ".json"), readFileSync(join(folder, file))]));
}

function read(path: string): Uint8Array {
  return readFileSync(path === "-" ? STDIN : path);
}

function called(path: string): string {
  return path === "-" ? "<stdin>" : path;
}

const { stdout } = process;

function look(color: string): Required<Look> {
  const colors = color === "always" || (color === "auto" && stdout.isTTY && process.env["NO_COLOR"] === undefined);
  return { colors, width: stdout.isTTY ? stdout.columns : 100 };
}

function known(what: string, names: string[], given: string): void {
  const [last, ...others] = names.map((name) => `\`${name}\``).reverse();
  if (!names.includes(given)) throw new Usage(`${what} ${others.reverse().join(", ")} or ${String(last)}, not \`${given}\``);
}

const FORMATS = ["human", "concise", "json"];

/** Checks a job and its data by the module that is loaded for that alone. */
async function checkWithData(
  paths: string[],
  data: string[],
  settings: Settings,
  { format, color, "no-values": hidden, rows }: { format: string; color: string; "no-values": boolean; rows: string },
): Promise<number> {
  known("the format is", FORMATS, format);
  known("`--rows` is", ["first", "all"], rows);
  const [path = "-", ...others] = paths;
  if (others.length > 0) throw new Usage("`--data` belongs to one job: name one file");
  if (path === "-") throw new Usage("`--data` needs the job in a file");
  const { checkData } = await import("./data-node.js");
  const files = data.map((path) => ({ name: called(path), content: read(path) }));
  const report = await checkData(read(path), files, { ...settings, name: path, values: !hidden, allRows: rows === "all" });
  for (const note of report.notes) process.stderr.write(`note: ${note}\n`);
  if (format === "json") stdout.write(`${report.toJSONLine()}\n`);
  else if (format === "concise") stdout.write(`${report.toConcise()}${report.summary}\n`);
  else stdout.write(`${report.toString(look(color))}\n`);
  return report.diagnostics.length > 0 ? 1 : 0;
}

function check(checker: Checker, paths: string[], format: string, color: string): number {
  known("the format is", FORMATS, format);
  const { colors, width } = look(color);
  let [errors, warnings] = [0, 0];
  for (const path of paths) {
    const bytes = read(path);
    const name = called(path);
    const report = checker.check(bytes, { name });
    errors += report.diagnostics.filter((found) => found.level === "error").length;
    warnings += report.diagnostics.filter((found) => found.level === "warning").length;
    if (format === "json") stdout.write(`${report.toJSONLine()}\n`);
    else if (format === "concise") stdout.write(checker.concise(bytes, { name }));
    else if (report.diagnostics.length > 0) stdout.write(`${report.toString({ colors, width })}\n\n`);
  }
  if (format === "human") {
    const count = (number: number, thing: string): string => `${String(number)} ${thing}${number === 1 ? "" : "s"}`;
    const found = [errors && count(errors, "error"), warnings && count(warnings, "warning")].filter(Boolean).join(", ");
    stdout.write(found === "" ? `${count(paths.length, "job")}, no mistakes\n` : `${found} in ${count(paths.length, "job")}\n`);
  }
  return errors + warnings > 0 ? 1 : 0;
}

function fix(checker: Checker, paths: string[], unsafe: boolean): number {
  let left = 0;
  for (const path of paths) {
    const bytes = read(path);
    const fixed = checker.fix(bytes, { unsafe, name: called(path) });
    if (path === "-") process.stdout.write(fixed.bytes);
    else if (fixed.fixed.length > 0) {
      if ((statSync(path).mode & 0o200) === 0) throw new Usage(`cannot write \`${path}\`: it is read-only`);
      writeFileSync(path, fixed.bytes);
    }
    for (const { rule, title } of fixed.fixed) process.stderr.write(`${called(path)}: ${rule}: ${title}\n`);
    left += fixed.report.diagnostics.length;
  }
  return left > 0 ? 1 : 0;
}

function urls(checker: Checker, all: string[]): number {
  let refused = 0;
  for (const url of all) {
    const report = checker.checkUrl(url);
    process.stdout.write(`${report.toString()}\n`);
    refused += report.verdict === "accept" ? 0 : 1;
  }
  return refused > 0 ? 1 : 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
