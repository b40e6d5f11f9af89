// One rule set: every fixture of the project gets the findings that the command prints.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { crc32 } from "node:zlib";
import { Checker, check, checkUrl, parseResponse } from "bulkwrite";
import { checkData } from "bulkwrite/data";

const ROOT = process.env.BULKWRITE_ROOT;
const COMMAND = process.env.BULKWRITE;
const FOLDERS = ["bulkwrite-cli/tests", "bulkwrite-core/tests", "examples", "fuzz/seeds"];

function files(folder) {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return files(path);
    return /\.(json|txt)$/.test(path) && statSync(join(ROOT, path)).size < 1_000_000 ? [path] : [];
  });
}

function run(args, input = "", cwd = ROOT) {
  const { status, stdout, stderr } = spawnSync(COMMAND, args, { cwd, encoding: "utf8", input, maxBuffer: 1 << 28 });
  assert.ok(status === 0 || status === 1, stderr);
  return stdout.split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

test("every file gets the findings of the command", () => {
  // A configuration is read by the command alone.
  const configured = (path) => {
    const folder = dirname(path);
    return readdirSync(join(ROOT, folder)).includes("bulkwrite.toml") || (folder !== "." && configured(folder));
  };
  const paths = FOLDERS.flatMap(files).filter((path) => !configured(path)).sort();
  let compared = 0;
  for (const expected of run(["check", "--format", "json", ...paths])) {
    const bytes = readFileSync(join(ROOT, expected.file));
    const report = check(bytes, { name: expected.file });
    // A collection, or several jobs in a file: these are for the command.
    if ("request" in expected || "job" in expected) continue;
    assert.deepEqual(JSON.parse(report.toJSONLine()), expected, expected.file);
    compared += 1;
  }
  assert.ok(compared > 60, String(compared));
});

test("metadata is checked", () => {
  const metadata = { Leads: readFileSync(join(ROOT, "bulkwrite-core/tests/data/leads-v7.json")) };
  const mapping = { api_name: "Last_Nam", index: 0 };
  const resource = { type: "data", module: { api_name: "Leads" }, file_id: "4150868000005379001", field_mappings: [mapping] };
  const rules = new Checker({ metadata }).check({ operation: "insert", resource: [resource] }).diagnostics.map(({ rule }) => rule);
  assert.ok(rules.includes("unknown-field"), String(rules));
});

test("every URL gets the findings of the command", () => {
  const rows = readFileSync(join(ROOT, "bulkwrite-core/tests/data/callback_urls.tsv"), "utf8").split("\n");
  const urls = rows.filter((row) => row && !row.startsWith("#")).slice(1).map((row) => JSON.parse(`"${row.split("\t")[3]}"`));
  const expected = run(["url", "--format", "json", "-"], urls.map((url) => `${JSON.stringify(url)}\n`).join(""));
  assert.equal(expected.length, urls.length);
  assert.ok(urls.length > 2000);
  expected.forEach((line, i) => {
    const { verdict, reasons } = checkUrl(urls[i]);
    assert.deepEqual({ verdict, reasons }, { verdict: line.verdict, reasons: line.reasons }, urls[i]);
  });
});

test("every answer is read", () => {
  const folder = join(ROOT, "bulkwrite-core/tests/data/responses");
  const kinds = {};
  for (const file of readdirSync(folder).sort()) {
    const bytes = readFileSync(join(folder, file));
    const answer = parseResponse(bytes);
    assert.deepEqual(parseResponse(new TextDecoder().decode(bytes)), answer);
    (kinds[answer.kind] ??= []).push(file.slice(0, 3));
  }
  assert.deepEqual(kinds, {
    created: ["001", "007", "013"],
    error: ["002", "003", "004", "014", "017", "018", "019", "020", "021"],
    details: ["008", "009", "010", "011", "015", "016"],
    uploaded: ["012"],
  });
});

test("all data gets the findings of the command", async (context) => {
  const folder = mkdtempSync(join(tmpdir(), "bulkwrite-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const fields = join(ROOT, "bulkwrite-data/tests/data/leads.json");
  mkdirSync(join(folder, "crm"));
  cpSync(fields, join(folder, "crm/Leads.json"));
  writeFileSync(join(folder, "with.toml"), "metadata = 'crm'\n");
  writeFileSync(join(folder, "without.toml"), "");
  const metadata = { Leads: readFileSync(fields) };
  let compared = 0;
  for (const file of ["cases.jsonl", "variations.jsonl"]) {
    const lines = readFileSync(join(ROOT, "bulkwrite-data/tests/data", file), "utf8").split("\n").filter(Boolean);
    for (const data of lines.map((line) => JSON.parse(line))) {
      const content = bytes(data);
      const job = JSON.stringify(data.job);
      writeFileSync(join(folder, "job.json"), job);
      writeFileSync(join(folder, data.file), content);
      const config = data.fields === undefined ? "without.toml" : "with.toml";
      const [expected] = run(["check", "--format", "json", "--config", config, "job.json", "--data", data.file], "", folder);
      const settings = { name: "job.json", ...(data.fields !== undefined && { metadata }) };
      const report = await checkData(job, { name: data.file, content }, settings);
      assert.deepEqual(withoutFolder(report.toJSONLine()), withoutFolder(JSON.stringify(expected)), data.id);
      compared += 1;
    }
  }
  assert.ok(compared > 150, String(compared));
});

/** A message names the folder of the metadata, if there is one. */
function withoutFolder(line) {
  return JSON.parse(line.replaceAll(/(there is no metadata of `\w+`) in `.*?`/g, "$1"));
}

/** The data of a case: bytes as characters, a text with a part many times, or the files of a ZIP. */
function bytes({ bytes, text, then, zip }) {
  if (bytes !== undefined) return Buffer.from(bytes, "latin1");
  if (text !== undefined) return Buffer.from(`${text}${(then.byte ?? "").repeat(then.times ?? 0)}${then.rest ?? ""}`);
  return zipped(Object.entries(zip).map(([name, content]) => [Buffer.from(name), rows(content)]));
}

function rows(content) {
  if (typeof content === "string") return Buffer.from(content, "latin1");
  const { header = "", times = 0, row = "" } = content;
  return Buffer.from([header, ...Array.from({ length: times }, (_, i) => row.replaceAll("{}", String(i))), ""].join("\n"));
}

/** A ZIP of files, not compressed. */
function zipped(files) {
  const numbers = (...pairs) => Buffer.concat(pairs.map(([value, size]) => {
    const number = Buffer.alloc(size);
    number.writeUIntLE(value, 0, size);
    return number;
  }));
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [name, content] of files) {
    const common = numbers([20, 2], [0, 2], [0, 2], [0, 4], [crc32(content), 4], [content.length, 4], [content.length, 4], [name.length, 2], [0, 2]);
    const header = Buffer.concat([numbers([0x04034b50, 4]), common, name]);
    parts.push(header, content);
    directory.push(numbers([0x02014b50, 4], [20, 2]), common, numbers([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]), name);
    offset += header.length + content.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = numbers([0x06054b50, 4], [0, 4], [files.length, 2], [files.length, 2], [size, 4], [offset, 4], [0, 2]);
  return Buffer.concat([...parts, ...directory, end]);
}
