// An expression that no part of the job takes has no type, and that is no second error; nor is what it uses unused.
#![deny(unused)]
use bulkwrite::{Job, bulk_write};

fn nested_once_too_often(id: &str) -> Job {
    bulk_write! {
        operation: insert,
        resource: [[{ type: data, module: Leads, file_id: {{ id.parse().unwrap() }} }]],
    }
}

fn under_a_key_that_is_none(id: &str, colour: &str) -> Result<Job, bulkwrite::ValueError> {
    Ok(bulk_write! {
        operation: insert,
        resource: [{ type: data, module: Leads, fileid: {{ id.parse()? }}, type: {{ colour.into() }}, a b }],
    })
}

fn main() {
    let _ = (nested_once_too_often("1"), under_a_key_that_is_none("1", "red"));
}
