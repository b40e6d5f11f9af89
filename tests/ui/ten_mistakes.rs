// Ten mistakes are ten errors, each at its token, in one run; what is done with the job afterwards is none.
use bulkwrite::{Job, bulk_write};

const JOB: Job = bulk_write! {
    version: v8,
    operation: inser,
    ignore_empty: "true",
    callback: { url: "http://hooks.zylker.com/bulk", method: get },
    resource: [{
        type: data,
        module: "Leads",
        field_mappings: {
            Last Name: 0,
            Email: -1,
            Phone: "2",
            Date_3: { index: 3, format: "%Y/%m/%d" },
        },
    }],
};

fn main() {
    println!("{} {:?}", JOB.to_json(), JOB.resources()[0].file_id());
}
