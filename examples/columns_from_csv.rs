//! The header of a CSV becomes the mappings of a job while the program runs, inside of `bulk_write!`; and a job that is kept
//! as JSON is checked while the code compiles.
//!
//! `cargo run --example columns_from_csv` prints:
//!
//! ```text
//! {"operation":"insert","resource":[{"type":"data","module":{"api_name":"Leads"},"file_id":"4150868000005379001","field_mappings":[{"api_name":"Last_Name","index":0},{"api_name":"Email","index":1},{"api_name":"Date_of_Birth","index":2,"format":"yyyy-MM-dd"},{"api_name":"Lead_Source","default_value":{"value":"Trade Show"}}]}]}
//! 0
//! {"operation":"insert","resource":[{"type":"data","module":{"api_name":"Leads"},"file_id":"4150868000005379001","field_mappings":[{"api_name":"Last_Name","index":0},{"api_name":"Email","index":1}]}]}
//! `Last Name` has a blank: it is a label, not an API name (help: write the API name, probably `Last_Name`) [malformed-field-name]
//! ```

use std::error::Error;
use std::io::{self, Write};

use bulkwrite::{DefaultValue, FieldMapping, FileId, Job, ValueError, bulk_write, bulk_write_file};

/// A mapping for each column of a header whose names are API names of fields, and one for all records.
fn mappings(header: &str) -> Result<Vec<FieldMapping>, ValueError> {
    let columns = header.split(',').enumerate().map(|(index, name)| match name.trim() {
        date @ ("Date_of_Birth" | "Date_3") => FieldMapping::column(date, index)?.with_format("yyyy-MM-dd"),
        name => FieldMapping::column(name, index),
    });
    let source = FieldMapping::constant("Lead_Source", DefaultValue::new("Trade Show"));
    columns.chain([source]).collect()
}

/// Each part is checked where it is made; what only the parts together can tell is for `Job::check`.
fn import(file_id: &str, header: &str) -> Result<Job, ValueError> {
    let columns = mappings(header)?;
    Ok(bulk_write! {
        version: v8,
        operation: insert,
        resource: [{
            type: data,
            module: Leads,
            file_id: {{ file_id.parse()? }},
            field_mappings: {{ columns }},
        }],
    })
}

/// The same for a job in a file, whose placeholder is filled by its name.
fn nightly(upload: FileId) -> Job {
    bulk_write_file!("examples/templates/leads.json", version = v8, file_id = upload)
}

pub(crate) fn run(out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let job = import("4150868000005379001", "Last_Name,Email,Date_of_Birth")?;
    writeln!(out, "{}\n{}", job.to_json(), job.check().errors())?;
    writeln!(out, "{}", nightly("4150868000005379001".parse()?).to_json())?;
    if let Err(error) = import("4150868000005379001", "Last Name,Email") {
        writeln!(out, "{error}")?;
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    run(&mut io::stdout().lock())
}
