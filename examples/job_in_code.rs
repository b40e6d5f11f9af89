//! Jobs in code: one that is a constant, and one with holes that are filled in at run time.
//!
//! `cargo run --example job_in_code` prints:
//!
//! ```text
//! POST /crm/bulk/v8/write
//! {"operation":"insert","ignore_empty":true,"resource":[{"type":"data","module":{"api_name":"Contacts"},"file_id":"4150868000005379001","field_mappings":[{"api_name":"Last_Name","index":0},{"api_name":"Email","index":1},{"api_name":"Date_of_Birth","index":2,"format":"yyyy/MM/dd"}]}]}
//! POST /crm/bulk/v6/write
//! {"operation":"upsert","ignore_empty":true,"callback":{"url":"https://hooks.zylker.com/bulk","method":"post"},"resource":[{"type":"data","module":{"api_name":"Leads"},"file_id":"4150868000005390117","find_by":"Email","field_mappings":[{"api_name":"Email","index":0},{"api_name":"Last_Name","index":1}]}]}
//! `leads.zip` is the name of a file, not the id of an upload (help: write the `file_id` that the upload of the zipped CSV returned: digits only) [malformed-file-id]
//! ```

use std::error::Error;
use std::io::{self, Write};

use bulkwrite::{ColumnIndex, FileId, Job, bulk_write};

/// All is known while the code compiles: nothing is left to check, or to fail, at run time.
const CONTACTS: Job = bulk_write! {
    version: v8,
    operation: insert,
    ignore_empty: true,
    resource: [{
        type: data,
        module: Contacts,
        file_id: "4150868000005379001",
        field_mappings: { Last_Name: 0, Email: 1, Date_of_Birth: { index: 2, format: "yyyy/MM/dd" } },
    }],
};

/// What is known late stands in `{{ }}`, and its type says that it was checked: a job is valid as soon as it is there.
pub(crate) fn upsert(file_id: FileId, email: ColumnIndex) -> Job {
    bulk_write! {
        version: v6,
        operation: upsert,
        ignore_empty: true,
        callback: { url: "https://hooks.zylker.com/bulk", method: post },
        resource: [{
            type: data,
            module: Leads,
            file_id: {{ file_id }},
            find_by: Email,
            field_mappings: { Email: {{ email }}, Last_Name: 1 },
        }],
    }
}

/// Prints where a job is sent, and what.
fn show(job: &Job, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "POST {}\n{}", job.endpoint(), job.to_json())
}

/// Prints both jobs, and what becomes of a text that is no file id: an error where it comes in, and no job.
pub(crate) fn run(out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    show(&CONTACTS, out)?;
    show(&upsert("4150868000005390117".parse()?, ColumnIndex::from_static(0)), out)?;
    if let Err(error) = "leads.zip".parse::<FileId>() {
        writeln!(out, "{error}")?;
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    run(&mut io::stdout().lock())
}
