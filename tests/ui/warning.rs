// Warnings are warnings of the compiler: here they are denied to be seen.
#![deny(deprecated)]

use bulkwrite::{Job, bulk_write};

const JOB: Job = bulk_write! {
    operation: update,
    callBack: { url: "https://hooks.zylker.com/bulk", method: post },
    resource: [{ type: data, module: Leads, file_id: "4150868000005379001", find_by: Email }],
};

fn main() {
    drop(JOB);
}
