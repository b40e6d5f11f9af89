//! Payload model, rules and offline validators of bulkwrite: Zoho CRM bulk write jobs, checked before they are sent.
//!
//! Programs depend on `bulkwrite`, which re-exports all of this and adds the macro `bulk_write!`; tools that need no
//! macro can depend on this crate alone.
//!
//! A job can be wrong in some eighty ways that the CRM tells late, tersely or not at all. Each is a [rule](rules), and
//! the rules are the same wherever a job comes from: JSON text, the macro, a [builder](Job::builder). What passes is a
//! [`Job`]; there is no other way to one. Nothing here sends anything.
//!
//! # Check
//!
//! [`check_json`] takes any text and returns a [`Report`]: every finding with its place, its cure and the answer that
//! the CRM would give. [`Checker`] does so under [`Options`]; [`json::LineIndex`] turns places into lines and columns.
//!
//! ```
//! use bulkwrite_core::{ApiVersion, Checker, Options, Verdict, json::LineIndex};
//!
//! let text = br#"{ "operation": "insert",
//!     "resource": [{ "type": "data", "module": "Leads", "file_id": "4150868000005379001" }] }"#;
//! let checker = Checker::new(Options::default().version(ApiVersion::V8));
//! let report = checker.check_json(text);
//! assert_eq!(report.verdict(), Verdict::Reject);
//! let found = &report.diagnostics()[0];
//! assert_eq!(found.to_string(), "error[module-shape]: `module` is a string, and v8 takes an object");
//! assert_eq!(LineIndex::new(text).line_col(found.loc.start), (2, 46));
//! ```
//!
//! [`Checker::fix_json`] mends what can be mended safely; [`Job::from_json`] makes the typed job.
//!
//! # Builder
//!
//! [`Job::builder`] puts together what is only known at run time; `build` runs the rules over all of it.
//!
//! ```
//! use bulkwrite_core::{Job, Operation, Resource};
//!
//! let mut leads = Resource::builder("Leads", "4150868000005379001");
//! for (index, header) in (0..).zip(["Last_Name", "Email", "Mobile Phone"]) {
//!     leads = leads.map(header, index);
//! }
//! let report = Job::builder(Operation::Insert).resource(leads).build().unwrap_err();
//! assert_eq!(report.diagnostics()[0].path, "resource[0].field_mappings[2].api_name");
//! ```
//!
//! # Callback
//!
//! The CRM refuses callbacks that look like server-side request forgery. The module [`callback`] decides from the text
//! alone whether a URL is https, public and means what it says, whatever the spelling; with a resolver it looks at the
//! addresses, too.
//!
//! ```
//! use bulkwrite_core::callback::inspect;
//!
//! assert!(inspect("https://hooks.zylker.com/bulk").findings().is_empty());
//! assert!(!inspect("https://0x7f.1/bulk").findings().is_empty());
//! ```
//!
//! # Metadata
//!
//! With the answers of the CRM about its fields beside the job, names, types and formats are checked as SQL is against
//! its schema. The guide is [`metadata`]; the macro and the command find them by `bulkwrite.toml`, which the crate
//! `bulkwrite-config` reads.
//!
//! ```
//! use bulkwrite_core::{Checker, Options, metadata::Metadata};
//!
//! let mut metadata = Metadata::new();
//! metadata.read("Leads", br#"{ "fields": [{ "api_name": "Email", "data_type": "email" }] }"#)?;
//! let checker = Checker::new(Options::default().metadata(metadata));
//! let report = checker.check_json(br#"{ "operation": "insert", "resource": [{ "type": "data", "module": "Leads",
//!     "file_id": "4150868000005379001", "field_mappings": [{ "api_name": "Emial", "index": 0 }] }] }"#);
//! assert_eq!(report.diagnostics()[0].to_string(), "error[unknown-field]: `Leads` has no field `Emial`");
//! # Ok::<(), bulkwrite_core::metadata::MetadataError>(())
//! ```
//!
//! # Responses
//!
//! [`response`] reads what the CRM answers, errors with HTTP status 200 included, and knows the documented codes.
//!
//! ```
//! use bulkwrite_core::response::{CreateJob, ErrorCode};
//!
//! let body = br#"{"status": "error", "code": "FILE_NOT_SUPPORTED",
//!     "message": "File not supported for bulk write", "details": {}}"#;
//! let error = CreateJob::from_json(body)?.into_result().unwrap_err();
//! assert_eq!(error.code, ErrorCode::FileNotSupported);
//! # Ok::<(), bulkwrite_core::response::ResponseError>(())
//! ```
//!
//! [`Report::predicted_response`] is such an answer, told before anything is sent.
//!
//! # A front end of your own
//!
//! What reads a job from another notation makes a [`node`] tree of it and hands it to [`Checker::check`]; the places in
//! the report are those of the tree, whatever they count.
//!
//! ```
//! use bulkwrite_core::node::{Node, Value};
//! use bulkwrite_core::{Checker, Loc, Options};
//!
//! let nothing = Node::new(Loc::new(0, 1), Value::Map(Vec::new()));
//! let report = Checker::new(Options::default()).check(&nothing);
//! assert_eq!(report.diagnostics()[0].key, Some("operation"));
//! ```
#![forbid(unsafe_code)]

// From the ground up: each room knows only those above it in this list.
mod text;
mod level;
mod source;
mod vendor;
pub mod callback;
pub mod metadata;
pub mod response;
mod report;
mod options;
mod job;
pub mod rules;
mod check;
pub mod fix;
pub mod model;

pub use check::{Checker, check_json};
pub use job::ast;
pub use level::{Level, Verdict};
pub use model::{
    ApiName, Callback, CallbackUrl, ColumnIndex, DefaultValue, FieldMapping, FileId, Format, Job, JobBuilder,
    MappingBuilder, Operation, Resource, ResourceBuilder, ValueError,
};
pub use options::Options;
pub use report::data::{DataExcerpt, DataPlace, DataPosition, SourceId};
pub use report::diagnostic::{Diagnostic, Prediction, Related};
#[doc(hidden)]
pub use report::example::EXAMPLE_FIELDS;
pub use report::example::Example;
pub use report::levels::{FixedLevel, Levels};
pub use report::rule::{Fixed, Group, Rule};
pub use report::{MAX_DIAGNOSTICS, Report, VersionFrom};
pub use response::Basis;
pub use source::edit::{Edit, Fix};
pub use source::{Loc, csv, json, node};
pub use text::{Text, is_deceptive, quoted, suggest};
#[doc(hidden)]
pub use text::{notation, sort};
pub use vendor::keys;
pub use vendor::version::{ApiVersion, InventoryModules, ModuleShape, UnknownVersion, VERSIONS, VersionFacts};
