// The JSON Schema of jobs, as ajv reads it: it takes what the check takes, and refuses what a schema can see.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Ajv } from "ajv";
import { check } from "bulkwrite";

const ROOT = process.env.BULKWRITE_ROOT;
const read = (path) => readFileSync(join(ROOT, path), "utf8");
const validate = new Ajv({ strict: false }).compile(JSON.parse(read("docs/job.schema.json")));

test("what is accepted is valid", () => {
  for (const folder of ["bulkwrite-core/tests/data/jobs", "examples/jobs"]) {
    for (const name of readdirSync(join(ROOT, folder)).filter((name) => name.endsWith(".json"))) {
      const text = read(join(folder, name));
      if (check(text).verdict !== "accept") continue;
      assert.ok(validate(JSON.parse(text)), `${name}: ${JSON.stringify(validate.errors)}`);
    }
  }
});

test("a schema sees what it can see", () => {
  for (const line of read("bulkwrite-cli/tests/schema/jobs.jsonl").trim().split("\n")) {
    const { what, expected, job } = JSON.parse(line);
    const report = check(job, { version: "v8" });
    assert.equal(report.verdict === "accept", expected === "valid", `${what}: ${report}`);
    assert.equal(validate(job), expected !== "seen", what);
  }
});
