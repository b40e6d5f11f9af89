use bulkwrite::{Job, bulk_write};

const JOB: Job = bulk_write! {
    operation: insert,
    callback: { url: "http://hooks.zylker.com/bulk", method: post },
    resource: [{
        type: data,
        module: Leads,
        field_mappings: { Last_Name: -1, Date_3: { index: 2, format: "%Y/%m/%d" } },
    }],
};

fn main() {
    println!("{}", JOB.to_json());
}
