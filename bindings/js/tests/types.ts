// What must compile, and what must not.
import init, { check, fix, type BulkWriteJob, type Diagnostic, type Report } from "bulkwrite";
import { checkData } from "bulkwrite/data";

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

const data = await checkData(job, "name\nBoyle\n", { values: false });
export const row: number | null | undefined = data.diagnostics[0]?.data?.row;
export const header: string | undefined = data.files[0]?.header[0];
await checkData(job, [new Blob(), { name: "a.csv", content: new Uint8Array() }]);
// @ts-expect-error a number is no data
await checkData(job, 5);
