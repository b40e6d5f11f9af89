//! Checks the data of a Zoho CRM bulk write job, a CSV or the ZIP of it, before it is uploaded.
//!
//! A job says which column goes into which field. Whether the cells are what those fields hold is told by the CRM row by row, after the
//! import: here it is told before. The file is read once, in memory that does not grow with it.
//!
//! ```
//! use bulkwrite_core::{Options, metadata::Metadata};
//! use bulkwrite_data::DataChecker;
//!
//! let mut metadata = Metadata::new();
//! metadata.read("Leads", br#"{ "fields": [
//!     { "api_name": "Last_Name", "data_type": "text", "length": 80, "system_mandatory": true },
//!     { "api_name": "Email", "data_type": "email", "length": 100 }] }"#)?;
//! let job = br#"{ "operation": "insert", "resource": [{ "type": "data", "module": { "api_name": "Leads" },
//!     "file_id": "4150868000005379001", "field_mappings": [
//!     { "api_name": "Last_Name", "index": 0 }, { "api_name": "Email", "index": 1 }] }] }"#;
//! let options = Options::default().metadata(metadata);
//! let checker = DataChecker::of_json(job, &options);
//! let report = checker.check("leads.csv", &b"name,mail\nBoyle,p@zylker.com\nKim,k@zylker\n"[..])?;
//! assert_eq!(report.diagnostics()[0].rule.name, "malformed-email");
//! assert_eq!(report.summary(), "1 of 2 rows would be written; 1 would be skipped");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

// From the ground up: each room knows only those above it in this list.
mod limits;
mod text;
mod secrets;
mod archive;
mod records;
mod values;
mod plan;
mod findings;
mod column;
pub mod rules;
mod header;
mod table;
mod check;
pub mod pack;
mod rejects;

pub use check::report::{ColumnSummary, ColumnValues, DataReport, Summary};
pub use check::{Cancelled, DataChecker, DataOptions, Input, Progress};
pub use findings::Rows;
pub use limits::Limits;
pub use plan::JobPlan;
pub use records::{Cell, DOUBLED, LINES, LONGEST_CELL, QUOTED, RETURN, Record, Records, STRAY, UNCLOSED};
pub use table::{RowPlace, Table};
