// Values of another type than the place of their placeholder, and a constant.
use bulkwrite::{ApiName, ColumnIndex, FileId, Job, bulk_write_file};

fn misfits(id: String, column: usize) -> Job {
    bulk_write_file!("jobs/template.json", version = v8, lead_file = id, key = "Email", column = column)
}

const JOB: Job = bulk_write_file!(
    "jobs/template.json",
    version = v8,
    lead_file = FileId::from_static("4150868000005379001"),
    key = ApiName::from_static("Email"),
    column = ColumnIndex::from_static(1),
);

fn main() {}
