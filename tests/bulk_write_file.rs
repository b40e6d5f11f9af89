//! What `bulk_write_file!` makes of right files.
#![deny(warnings, clippy::pedantic)]

use bulkwrite::{ApiVersion, FileId, Job, bulk_write_file};

const LEADS: Job = bulk_write_file!("examples/jobs/leads.json", version = v8);

#[test]
fn a_file_without_placeholders_is_a_constant() {
    let text = std::fs::read("examples/jobs/leads.json").expect("it is there");
    let checker = bulkwrite::Checker::new(bulkwrite::Options::default().version(ApiVersion::V8));
    assert_eq!(Some(LEADS), checker.job_from_json(&text).ok());
}

#[test]
fn the_item_that_postman_exports_is_a_job() {
    let file = FileId::from_static("4150868000005379001");
    let job = bulk_write_file!(
        "bulkwrite-cli/tests/bad/recorded_item.json",
        request = "Create Bulk Write Job",
        file_id = file.clone()
    );
    // The version is that of the URL.
    assert_eq!(job.version(), ApiVersion::V2);
    assert_eq!(job.resources()[0].file_id(), &file);
    assert_eq!(job.resources()[0].mappings().map(<[_]>::len), Some(5));
}
