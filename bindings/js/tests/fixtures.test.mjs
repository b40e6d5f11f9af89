// One rule set: every fixture of the project gets the findings that the command prints.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { Checker, check, checkUrl } from "bulkwrite";

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

function run(args, input = "") {
  const { status, stdout, stderr } = spawnSync(COMMAND, args, { cwd: ROOT, encoding: "utf8", input, maxBuffer: 1 << 28 });
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
