// The vendor's SDK 8.0 for Node: log in, upload, create, poll, download.
//
// usage: node node_8_0.mjs MODULES URL ACCOUNTS access|refresh|grant ZIP FOLDER

import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { writeFileSync } from "node:fs";

const [modules, url, accounts, login, archive, folder] = process.argv.slice(2);
const require = createRequire(modules + "/");
const lib = require.resolve("@zohocrm/nodejs-sdk-8.0").replace(/index\.js$/, "");
const load = (path) => import(pathToFileURL(lib + path));

await load("index.js"); // its modules know each other, and this is where they begin
const { OAuthBuilder } = await load("models/authenticator/oauth_builder.js");
const { FileStore } = await load("models/authenticator/store/file_store.js");
const { DataCenter } = await load("routes/dc/data_center.js");
const { InitializeBuilder } = await load("routes/initialize_builder.js");
const { HeaderMap } = await load("routes/header_map.js");
const { Choice } = await load("utils/util/choice.js");
const { StreamWrapper } = await load("utils/util/stream_wrapper.js");
const { MinifiedModule } = await load("core/com/zoho/crm/api/modules/minified_module.js");
const bulk = await load("core/com/zoho/crm/api/bulk_write/import_bulk_write.js");

const token = {
    access: () => new OAuthBuilder().accessToken("1000.any"),
    refresh: () => new OAuthBuilder().clientId("1").clientSecret("2").refreshToken("3"),
    grant: () => new OAuthBuilder().clientId("1").clientSecret("2").grantToken("4"),
}[login]();
const here = DataCenter.setEnvironment(url, accounts, url);
const builder = await new InitializeBuilder();
await builder.environment(here).token(token.build()).store(new FileStore(folder + "/tokens.csv")).resourcePath(folder).initialize();
const operations = new bulk.BulkWriteOperations();

function success(answer) {
    const found = answer.getObject();
    if (!(found instanceof bulk.SuccessResponse)) {
        throw new Error(`refused: ${answer.getStatusCode()} ${JSON.stringify(found)}`);
    }
    return found.getDetails();
}

const file = new bulk.FileBodyWrapper();
file.setFile(new StreamWrapper(null, null, archive));
const headers = new HeaderMap();
await headers.add(bulk.UploadFileHeader.FEATURE, "bulk-write");
await headers.add(bulk.UploadFileHeader.X_CRM_ORG, "694902309");
const fileId = success(await operations.uploadFile(file, headers)).get("file_id");

const job = new bulk.RequestWrapper();
job.setOperation(new Choice("insert"));
job.setCharacterEncoding("UTF-8");
const resource = new bulk.Resource();
resource.setType(new Choice("data"));
const module = new MinifiedModule();
module.setAPIName("Leads");
resource.setModule(module);
resource.setFileId(String(fileId));
resource.setFieldMappings(["Last_Name", "Email", "Company"].map((name, index) => {
    const mapping = new bulk.FieldMapping();
    mapping.setAPIName(name);
    mapping.setIndex(index);
    return mapping;
}));
job.setResource([resource]);
const jobId = success(await operations.createBulkWriteJob(job)).get("id");

let details;
for (let n = 0; n < 10; n += 1) {
    details = (await operations.getBulkWriteJobDetails(String(jobId))).getObject();
    if (details.getStatus() === "COMPLETED") break;
    await new Promise((resolve) => setTimeout(resolve, 50));
}
if (details.getStatus() !== "COMPLETED" || details.getResource()[0].getFile().getAddedCount() !== 2) {
    throw new Error(`the job is ${details.getStatus()}`);
}

const result = details.getResult().getDownloadUrl();
// What it hands back is a promise of the object, and the stream is a buffer.
const stream = (await (await operations.downloadBulkWriteResult(result)).getObject()).getFile();
console.log(stream.getName());
writeFileSync(folder + "/result.zip", stream.getStream());
