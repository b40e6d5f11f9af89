// Whatever is checked, there is a report, and its places are within the text.
import assert from "node:assert/strict";
import { test } from "node:test";
import { check, fix } from "bulkwrite";
import fc from "fast-check";

const key = fc.constantFrom("operation", "resource", "module", "file_id", "field_mappings", "index", "api_name", "é", "😀", "x");
const { job } = fc.letrec((tie) => ({
  job: fc.oneof(
    { depthSize: "small" },
    fc.string({ unit: "binary" }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    tie("list"),
    tie("map"),
  ),
  list: fc.array(tie("job"), { maxLength: 4 }),
  map: fc.dictionary(key, tie("job"), { maxKeys: 5 }),
}));

function holds(report) {
  for (const { start, end, related, fix } of report.diagnostics) {
    for (const place of [{ start, end }, ...related]) {
      assert.ok(place.start.offset <= place.end.offset && place.end.offset <= report.text.length);
    }
    for (const edit of fix?.edits ?? []) assert.ok(edit.start <= edit.end && edit.end <= report.text.length);
  }
}

test("any object has a report", () => {
  fc.assert(fc.property(fc.dictionary(key, job), (value) => holds(check(value))), { numRuns: 300 });
});

test("any text and any bytes have a report", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => holds(check(text))), { numRuns: 300 });
  fc.assert(fc.property(fc.uint8Array(), (bytes) => assert.equal(check(bytes).verdict, "reject")), { numRuns: 300 });
});

test("what is mended is checked again", () => {
  fc.assert(
    fc.property(fc.dictionary(key, job), (value) => {
      const mended = fix(value, { unsafe: true });
      assert.equal(check(mended.text).toJSONLine(), mended.report.toJSONLine());
    }),
    { numRuns: 100 },
  );
});
