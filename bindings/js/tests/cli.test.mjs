// `npx bulkwrite`.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const CLI = fileURLToPath(new URL("cli.js", import.meta.resolve("bulkwrite")));
const WRONG = '{"operation": "insert", "resources": [{"type": "data", "module": {"api_name": "Leads"}, "file_id": "4150868000005379001"}]}';
const folder = mkdtempSync(join(tmpdir(), "bulkwrite-"));
const file = join(folder, "job.json");

function run(args, input = "") {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { input, encoding: "utf8", cwd: folder });
  return { status, stdout, stderr };
}

test("check tells what is wrong", () => {
  writeFileSync(file, WRONG);
  const human = run(["check", "job.json"]);
  assert.equal(human.status, 1);
  assert.match(human.stdout, /error\[missing-key\]: the job has no `resource`, but `resources`\n --> job.json:1:25/);
  const json = run(["check", "--format", "json", "-"], WRONG);
  assert.equal(JSON.parse(json.stdout).diagnostics[0].rule, "missing-key");
  assert.match(run(["check", "--format", "concise", "job.json"]).stdout, /^job.json:1:25: error\[missing-key\]/);
  const right = run(["check", "-"], WRONG.replace("resources", "resource"));
  assert.deepEqual(right, { status: 0, stdout: "1 job, no mistakes\n", stderr: "" });
});

test("fix mends the file", () => {
  writeFileSync(file, WRONG);
  const fixed = run(["fix", "job.json"]);
  assert.deepEqual(fixed, { status: 0, stdout: "", stderr: "job.json: missing-key: rename the key to `resource`\n" });
  assert.equal(readFileSync(file, "utf8"), WRONG.replace("resources", "resource"));
});

test("what cannot be done is told, and the status is 2", () => {
  for (const [args, message] of [
    [["check"], /^error: `check` needs an argument: see `bulkwrite --help`\n$/],
    [["chek", "x"], /^error: there is no command `chek`: see `bulkwrite --help`\n$/],
    [["check", "--format", "xml", "job.json"], /^error: the format is `human`, `concise` or `json`, not `xml`\n$/],
    [["check", "--api-version", "v99", "job.json"], /^error: unknown API version `v99`/],
    [["check", "absent.json"], /^error: ENOENT/],
  ]) {
    const { status, stderr } = run(args);
    assert.equal(status, 2);
    assert.match(stderr, message);
  }
});

test("URLs", () => {
  assert.equal(run(["url", "https://10.0.0.7/x"]).status, 1);
  assert.equal(run(["url", "https://hooks.zylker.com/x"]).status, 0);
});

test("data", () => {
  writeFileSync(file, WRONG.replace("resources", "resource"));
  writeFileSync(join(folder, "leads.csv"), "Last_Name\nBoyle\nKim,k\n");
  const json = run(["check", "--format", "json", "--data", "leads.csv", "job.json"]);
  const [found] = JSON.parse(json.stdout).diagnostics;
  assert.deepEqual([json.status, found.rule, found.data.file, found.data.row], [1, "ragged-row", "leads.csv", 2]);
  assert.match(run(["check", "--data", "leads.csv", "job.json"]).stdout, /^warning\[ragged-row\][^]*2 of 2 rows would be written\n$/);
  assert.match(run(["check", "--format", "concise", "--data", "leads.csv", "job.json"]).stdout, /^leads.csv:3:\d+: warning\[ragged-row\]/);
  for (const [args, message] of [
    [["--data", "leads.csv", "job.json", "job.json"], /`--data` belongs to one job/],
    [["--data", "leads.csv", "-"], /`--data` needs the job in a file/],
    [["--data", "absent.csv", "job.json"], /ENOENT/],
    [["--data", "leads.csv", "--rows", "some", "job.json"], /`--rows` is `first` or `all`, not `some`/],
  ]) {
    const { status, stderr } = run(["check", ...args]);
    assert.equal(status, 2);
    assert.match(stderr, message);
  }
});
