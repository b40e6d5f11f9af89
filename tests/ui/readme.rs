use bulkwrite::{Job, bulk_write};

const JOB: Job = bulk_write! {
    version: v8,
    operation: insert,
    callback: { url: "https://10.0.0.7/bulk", method: post },
    resource: [{ type: data, module: Leads, fileid: "4150868000005379001", field_mappings: { Last_Name: -1 } }],
};

fn main() {
    println!("{}", JOB.to_json());
}
