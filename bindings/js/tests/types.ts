// What must compile, and what must not.
import init, { check, fix, type BulkWriteJob, type Diagnostic, type Report } from "bulkwrite";

const job: BulkWriteJob = {
  operation: "insert",
  resource: [{ type: "data", module: "Leads", file_id: "4150868000005379001", field_mappings: [{ api_name: "Last_Name", index: 0 }] }],
};
const report: Report = check(job, { version: "v2" });
const found: Diagnostic | undefined = report.diagnostics[0];
export const path: string | undefined = found?.path;
export const text: string = fix("{}", { unsafe: true }).text;
await init();

// @ts-expect-error a number is no job
check(5);
// @ts-expect-error there is no such version
check(job, { version: "v9" });
// @ts-expect-error there is no such operation
export const wrong: BulkWriteJob = { operation: "delete", resource: [] };
