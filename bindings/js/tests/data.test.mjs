// What a user of `bulkwrite/data` sees.
import assert from "node:assert/strict";
import { test } from "node:test";
import { JobError } from "bulkwrite";
import init, { DataReport, checkData } from "bulkwrite/data";

const JOB = {
  operation: "insert",
  resource: [
    {
      type: "data",
      module: { api_name: "Leads" },
      file_id: "4150868000005379001",
      field_mappings: [
        { api_name: "Last_Name", index: 0 },
        { api_name: "Email", index: 1 },
      ],
    },
  ],
};
const fields = [
  { api_name: "Last_Name", data_type: "text", length: 80 },
  { api_name: "Email", data_type: "email", length: 100 },
];
const metadata = { Leads: { fields } };
const WRONG = "name,mail\nKim,kim@zylker.com\nBoyle,boyle@zylker\nJones,jones@zylker\n";

test("every form of data gets the same findings", async () => {
  await init();
  const bytes = new TextEncoder().encode(WRONG);
  const content = new Blob([WRONG]);
  for (const [data, name] of [
    [WRONG, "data.csv"],
    [bytes, "data.csv"],
    [bytes.buffer, "data.csv"],
    [content, "data.csv"],
    [new File([WRONG], "leads.csv"), "leads.csv"],
    [{ name: "leads.csv", content }, "leads.csv"],
    [[bytes], "data.csv"],
  ]) {
    const report = await checkData(JOB, data, { metadata });
    assert.ok(report instanceof DataReport);
    const [found] = report.diagnostics;
    assert.equal(report.diagnostics.length, 1);
    assert.deepEqual([found.rule, found.level, found.start.line, found.start.column], ["malformed-email", "error", 3, 7]);
    assert.deepEqual(found.data, {
      file: name,
      line: 3,
      column: 7,
      offset: 35,
      row: 2,
      header: "mail",
      count: 2,
      rows: [2, 3],
      values: [
        { value: "boyle@zylker", count: 1 },
        { value: "jones@zylker", count: 1 },
      ],
      fieldIndex: 1,
    });
    assert.deepEqual([report.ok, report.verdict, report.rows, report.skipped, report.clearing], [false, "reject", 3, 2, 0]);
    assert.equal(report.summary, "1 of 3 rows would be written; 2 would be skipped");
    assert.match(String(report), /^error\[malformed-email\].*\n --> .*:3:7\n/);
    assert.ok(String(report).endsWith(report.summary));
    assert.throws(() => report.assertOk(), (error) => error instanceof JobError && error.report === report);
  }
});

test("what is right passes, and the job is checked, too", async () => {
  const right = await checkData(JOB, "name,mail\nKim,kim@zylker.com\n", { metadata });
  assert.deepEqual([right.ok, right.verdict, right.diagnostics.length, right.notes], [true, "accept", 0, []]);
  right.assertOk();
  assert.equal(right.files[0].columns[1].apiName, "Email");
  const job = { é: "😀", ...JOB, callback: { url: "https://10.0.0.7/x", method: "post" } };
  const both = await checkData(job, WRONG, { metadata });
  assert.deepEqual(both.diagnostics.map(({ rule }) => rule).sort(), ["callback-private-address", "malformed-email", "unknown-key"]);
  const { start } = both.diagnostics.find(({ rule }) => rule === "callback-private-address");
  assert.equal(both.text.slice(start.offset).startsWith("10.0.0.7") || both.text.slice(start.offset).startsWith('"https'), true);
});

test("settings", async () => {
  assert.ok((await checkData(JOB, WRONG, { metadata, rules: { "malformed-email": "allow" } })).ok);
  assert.ok(String(await checkData(JOB, WRONG, { metadata })).includes("boyle@zylker"));
  assert.ok(!String(await checkData(JOB, WRONG, { metadata, values: false })).includes("boyle@zylker"));
  const many = `name,mail\n${"Kim,kim@zylker\n".repeat(50)}`;
  assert.equal((await checkData(JOB, many, { metadata })).diagnostics[0].data.rows.length, 20);
  assert.equal((await checkData(JOB, many, { metadata, allRows: true })).diagnostics[0].data.rows.length, 50);
  await assert.rejects(checkData(JOB, WRONG, { version: "v9" }), { name: "TypeError", message: /unknown API version/ });
});

test("what is no data is a TypeError", async () => {
  for (const [data, what] of [
    [5, "the number 5"],
    [null, "null"],
    [{}, "an object"],
    [[undefined], "undefined"],
  ]) {
    const message = `data is the text of a CSV, bytes, a Blob, or \`{ name, content }\`, and this is ${what}`;
    await assert.rejects(checkData(JOB, data), { name: "TypeError", message });
  }
  await assert.rejects(checkData(JOB, { name: 5, content: WRONG }), { name: "TypeError", message: /^the name of a data file/ });
  await assert.rejects(checkData(5, WRONG), { name: "TypeError", message: /^a job is an object/ });
});
