// What a user of the package sees: reports, fixes, URLs, answers, errors.
import assert from "node:assert/strict";
import { test } from "node:test";
import init, { Checker, JobError, check, checkUrl, fix, parseResponse } from "bulkwrite";

const JOB = {
  operation: "insert",
  resource: [
    {
      type: "data",
      module: { api_name: "Leads" },
      file_id: "4150868000005379001",
      field_mappings: [{ api_name: "Last_Name", index: 0 }],
    },
  ],
};

test("what is right passes in every form", async () => {
  await init();
  const text = JSON.stringify(JOB);
  for (const job of [JOB, text, new TextEncoder().encode(text), new TextEncoder().encode(text).buffer]) {
    const report = check(job);
    assert.deepEqual([report.ok, report.verdict, report.version, [...report], String(report)], [true, "accept", "v8", [], ""]);
    report.assertOk();
  }
  assert.equal(check(JOB).text, JSON.stringify(JOB, null, 2));
});

test("a finding has its place, its cure and the answer of the CRM", () => {
  const report = check({ ...JOB, resource: [{ type: "data", module: { api_name: "Leads" } }] }, { name: "leads" });
  assert.equal(report.ok, false);
  const [found] = report.diagnostics;
  assert.deepEqual([found.rule, found.level, found.path, found.predicts.code], ["missing-key", "error", "resource[0].file_id", "MISSING_REQUIRED_KEY"]);
  assert.equal(report.text.slice(found.start.offset, found.start.offset + 1), "{");
  assert.match(String(report), /^error\[missing-key\]: a resource has no `file_id`\n --> leads:4:5/);
  assert.match(report.toString({ colors: true }), /\u001b\[/);
  assert.throws(
    () => report.assertOk(),
    (error) => error instanceof JobError && error.report === report && error.message.includes("a resource has no `file_id`"),
  );
});

test("offsets count UTF-16 units", () => {
  const text = '{"operation": "insert", "é😀": 1, "resource": []}';
  for (const job of [text, new TextEncoder().encode(text)]) {
    const report = check(job);
    const words = report.diagnostics.map(({ start, end }) => text.slice(start.offset, end.offset));
    assert.deepEqual(words, ['"é😀"', "[]"]);
    assert.equal(report.text, text);
  }
});

test("what can be mended is mended", () => {
  const wrong = '{"é": "😀", "operation": "insert", "resources": []}';
  const { text, fixed, report } = fix(wrong);
  assert.equal(text, wrong.replace("resources", "resource"));
  assert.deepEqual(fixed, [{ rule: "missing-key", title: "rename the key to `resource`" }]);
  assert.ok(report.diagnostics.length > 0);
  const [edit] = check(wrong).diagnostics.find(({ fix }) => fix).fix.edits;
  assert.equal(wrong.slice(edit.start, edit.end), '"resources"');
});

test("settings", () => {
  const job = { ...JOB, callBack: {}, callback: { url: "https://hooks.corp/x", method: "post" } };
  const rules = (report) => report.diagnostics.map((found) => `${found.level}[${found.rule}]`);
  assert.deepEqual(rules(check(job, { allow: ["hooks.corp"], rules: { "unknown-key": "error" } })), ["error[unknown-key]"]);
  assert.deepEqual(rules(check(job, { allow: ["hooks.corp"], rules: { "unknown-key": "allow" } })), []);
  assert.deepEqual(rules(check(JOB, { rules: { "malformed-email": "allow" } })), [], "a rule about data");
  assert.deepEqual(rules(check(JOB, { version: "v2" })), ["error[module-shape]"]);
  assert.deepEqual(rules(check('{"operation": "insert", "resource": "{{resource}}"}', { placeholders: true })), []);
  const metadata = { Leads: { fields: [{ api_name: "Email", data_type: "email" }] } };
  assert.deepEqual(rules(check(JOB, { metadata })), ["error[unknown-field]"]);
  const checker = new Checker({ metadata, version: "v8" });
  assert.deepEqual(rules(checker.check(JOB)), ["error[unknown-field]"]);
  for (const [settings, message] of [
    [{ version: "v9" }, /unknown API version `v9`/],
    [{ rules: { "no-such-rule": "allow" } }, /there is no rule `no-such-rule`/],
    [{ rules: { "unknown-key": "off" } }, /the level of `unknown-key` is/],
    [{ rules: { "callback-private-address": "allow" } }, /`callback-private-address` guards private networks/],
    [{ allow: ["169.254.169.254"] }, /allow: /],
    [{ metadata: { Leads: "no" } }, /metadata of Leads: /],
  ]) {
    assert.throws(() => check(job, settings), { name: "TypeError", message });
  }
});

test("what is no job is a TypeError that says what it is", () => {
  const circle = {};
  circle.circle = circle;
  for (const [job, message] of [
    [5, "a job is an object, JSON as a string, or bytes, and this is the number 5"],
    [null, "a job is an object, JSON as a string, or bytes, and this is null"],
    [undefined, "a job is an object, JSON as a string, or bytes, and this is undefined"],
    [() => JOB, "a job is an object, JSON as a string, or bytes, and this is a function"],
    [{ resource: [{ index: NaN }] }, "`resource[0].index` is the number NaN, which JSON has no form for"],
    [{ a: [undefined] }, "`a[0]` is undefined, which JSON has no form for"],
    [{ file_id: 4150868000005379001n }, "`file_id` is a bigint: write it as a string, as ids are"],
    [{ a: new Map() }, "`a` is a Map: JSON has plain objects and arrays"],
    [circle, "a job holds itself, which JSON has no form for"],
  ]) {
    assert.throws(() => check(job), { name: "TypeError", message });
  }
  assert.throws(() => checkUrl(5), { name: "TypeError", message: "a URL is a string, and this is the number 5" });
});

test("hostile texts are findings", () => {
  const bytes = new Uint8Array([0xff, 0xfe, 0]);
  for (const job of ["", "{", "\ud800", bytes, "[".repeat(100_000), '{"a":'.repeat(100_000), { a: "\ud800" }]) {
    assert.equal(check(job).verdict, "reject");
  }
});

test("URLs", () => {
  const url = checkUrl("https://0x7f.1/hook");
  assert.deepEqual([url.url, url.verdict, url.reasons], ["https://0x7f.1/hook", "reject", ["loopback"]]);
  assert.match(String(url), /loopback address/);
  assert.equal(checkUrl("https://hooks.zylker.com/bulk").verdict, "accept");
  assert.equal(checkUrl("https://crm.corp/bulk", { allow: ["crm.corp"] }).verdict, "accept");
});

test("answers of the CRM", () => {
  const kind = (answer) => parseResponse(answer).kind;
  const details = { id: "4150868000005392002", created_by: { id: "1", name: "P" } };
  assert.equal(kind({ status: "success", code: "SUCCESS", message: "success", details }), "created");
  assert.equal(kind('{"status": "error", "code": "FILE_NOT_SUPPORTED", "message": "x", "details": {}}'), "error");
  assert.throws(() => parseResponse("no"), { name: "SyntaxError" });
  assert.throws(() => parseResponse(5), { name: "TypeError", message: /^an answer is / });
});
