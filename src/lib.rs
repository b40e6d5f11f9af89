//! Zoho CRM bulk write jobs, checked before they are sent.
//!
//! A job can be wrong in some eighty ways that the CRM tells late, tersely or not at all. Each is a [rule](rules), and
//! the rules are the same wherever a job comes from: JSON text, [`bulk_write!`], a builder. What passes is a [`Job`];
//! there is no other way to one. The command `bulkwrite` runs them on files and in CI. Nothing here sends anything.
//!
//! # Check
//!
//! [`check_json`] takes any text and returns a [`Report`]: every finding with its place, its cure and the answer that
//! the CRM would give. [`Checker`] does so under [`Options`]; [`json::LineIndex`] turns places into lines and columns.
//!
//! ```
//! use bulkwrite::{ApiVersion, Checker, Options, Verdict, json::LineIndex};
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
//! # Macro
//!
//! [`bulk_write!`] runs the rules while the code compiles: a mistake is a compile error at its token. Without
//! expressions the job is a constant; an expression has the checked type of its place.
//!
//! ```
//! use bulkwrite::{FileId, Job, bulk_write};
//!
//! fn nightly(file_id: FileId) -> Job {
//!     bulk_write! {
//!         version: v8,
//!         operation: insert,
//!         ignore_empty: true,
//!         resource: [{ type: data, module: Leads, file_id: {{ file_id }}, field_mappings: { Last_Name: 0 } }],
//!     }
//! }
//! let job = nightly("4150868000005379001".parse()?);
//! assert_eq!(job.endpoint(), "/crm/bulk/v8/write");
//! # Ok::<(), bulkwrite::ValueError>(())
//! ```
//!
//! # Builder
//!
//! [`Job::builder`] puts together what is only known at run time; `build` runs the rules over all of it.
//!
//! ```
//! use bulkwrite::{Job, Operation, Resource};
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
//! use bulkwrite::callback::inspect;
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
//! use bulkwrite::{Checker, Options, metadata::Metadata};
//!
//! let mut metadata = Metadata::new();
//! metadata.read("Leads", br#"{ "fields": [{ "api_name": "Email", "data_type": "email" }] }"#)?;
//! let checker = Checker::new(Options::default().metadata(metadata));
//! let report = checker.check_json(br#"{ "operation": "insert", "resource": [{ "type": "data", "module": "Leads",
//!     "file_id": "4150868000005379001", "field_mappings": [{ "api_name": "Emial", "index": 0 }] }] }"#);
//! assert_eq!(report.diagnostics()[0].to_string(), "error[unknown-field]: `Leads` has no field `Emial`");
//! # Ok::<(), bulkwrite::metadata::MetadataError>(())
//! ```
//!
//! # Responses
//!
//! [`response`] reads what the CRM answers, errors with HTTP status 200 included, and knows the documented codes.
//!
//! ```
//! use bulkwrite::response::{CreateJob, ErrorCode};
//!
//! let body = br#"{"status": "error", "code": "FILE_NOT_SUPPORTED",
//!     "message": "File not supported for bulk write", "details": {}}"#;
//! let error = CreateJob::from_json(body)?.into_result().unwrap_err();
//! assert_eq!(error.code, ErrorCode::FileNotSupported);
//! # Ok::<(), bulkwrite::response::ResponseError>(())
//! ```
//!
//! [`Report::predicted_response`] is such an answer, told before anything is sent.
//!
//! # Command
//!
//! `cargo install bulkwrite-cli` brings `bulkwrite check`, `fix`, `convert`, `curl`, `explain` and others; `bulkwrite
//! --help` lists them.
//!
//! ```sh
//! bulkwrite check --format github jobs/
//! ```

pub use bulkwrite_core::*;
/// A job's CSVs and ZIPs, checked against it (feature `data`).
#[cfg(feature = "data")]
pub use bulkwrite_data as data;
/// Requests, answers and the course of a job (feature `http`).
#[cfg(feature = "http")]
pub use bulkwrite_http as http;

/// Makes a [`Job`] while the code compiles; a job that the CRM would refuse does not compile.
///
/// The body of a request, pasted as it stands:
///
/// ```
/// use bulkwrite::{FileId, bulk_write};
///
/// let file_id: FileId = "4150868000005379001".parse()?;
/// let job = bulk_write! {
///     version: v2,
///     "operation": "insert",
///     "ignore_empty": true,
///     "callback": { "url": "https://www.zoho.com/in/crm/", "method": "post" },
///     "resource": [{
///         "type": "data",
///         "module": "Leads",
///         "file_id": "{{file_id}}",
///         "field_mappings": [
///             { "api_name": "Last_Name", "index": 0 },
///             { "api_name": "Date_3", "index": 2, "format": "yyyy/MM/dd" }
///         ]
///     }]
/// };
/// assert_eq!(job.endpoint(), "/crm/bulk/v2/write");
/// # Ok::<(), bulkwrite::ValueError>(())
/// ```
///
/// The same job as one would write it by hand; without expressions it is a constant:
///
/// ```
/// use bulkwrite::{Job, bulk_write};
///
/// const JOB: Job = bulk_write! {
///     version: v2,
///     operation: insert,
///     ignore_empty: true,
///     callback: { url: "https://www.zoho.com/in/crm/", method: post },
///     resource: [{
///         type: data,
///         module: Leads,
///         file_id: "4150868000005379001",
///         field_mappings: { Last_Name: 0, Date_3: { index: 2, format: "yyyy/MM/dd" } },
///     }],
/// };
/// assert!(JOB.check().diagnostics().is_empty());
/// ```
///
/// A mistake is an error at its own token, and names its rule:
///
/// ```compile_fail
/// # use bulkwrite::{Job, bulk_write};
/// const JOB: Job = bulk_write! {
///     version: v8,
///     operation: insert,
///     resource: [{ type: data, module: Leads, file_id: "4150868000005379001", field_mappings: { Last_Name: -1 } }],
/// };
/// ```
///
/// # Grammar
///
/// JSON, relaxed: the outer braces may be left out, keys need no quotes, a comma may stand at the end, and bare words are
/// names (`insert`, `Leads`).
///
/// * `{{ expression }}` is Rust. The whole-string placeholder `"{{file_id}}"` is the variable of that name; where it stands again,
///   its value is cloned.
/// * `field_mappings: { Last_Name: 0, Date_3: { index: 2, format: "yyyy/MM/dd" } }` is short for a list of mappings.
/// * `version: v8` (`v2`, `v2.1`, …) is no part of the body: it says where the job is sent. Without it, a `module` in quotes means
///   v2, and any other [`ApiVersion::DEFAULT`].
/// * `csv: "data/leads.csv"` is no part of the body either: it names the file that the columns are in, or a list of files, one for each
///   resource. An index that its header does not have is an error, and `index: "Last Name"` names a column by its header.
///
/// # Expressions
///
/// An expression has the type of its place, so that the job is valid in each part; each type has public, checked constructors:
///
/// | place | type |
/// |---|---|
/// | `file_id` | [`FileId`] |
/// | `index`, `parent_column_index` | [`ColumnIndex`] |
/// | `module`, `api_name`, `find_by` | [`ApiName`] |
/// | `format` | [`Format`] |
/// | `url` | [`CallbackUrl`] |
/// | `operation` | [`Operation`] |
/// | `ignore_empty` | `bool` |
/// | `character_encoding`, an element of `file_names`, parts of `default_value`, the `id` of a module | `String` |
/// | `callback`, `default_value` | [`Callback`], [`DefaultValue`] |
/// | `resource`, `field_mappings`, `file_names` | `Vec<`[`Resource`]`>`, `Vec<`[`FieldMapping`]`>`, `Vec<String>` |
/// | an element of `resource`, of `field_mappings` | [`Resource`], [`FieldMapping`] |
///
/// A value of another type is an error at the expression, whose note says what to write: `{{ text.parse()? }}`,
/// `{{ ColumnIndex::try_from(number)? }}`. A job with an expression in it is no constant.
///
/// They run once, in the order written. Only the parts that hold one are allocated. A rule that compares several parts cannot
/// be run over values that the compiler does not know: call [`Job::check`] for it.
#[macro_export]
macro_rules! bulk_write {
    ($($job:tt)*) => { $crate::__private::bulk_write! { $crate $($job)* } };
}

/// Makes a [`Job`] of a JSON file while the code compiles; a job that the CRM would refuse does not compile.
///
/// The path is relative to the folder of the crate's `Cargo.toml`, and the crate is built anew when the file changes. A
/// placeholder such as `"{{file_id}}"` is filled by its name, with an expression of the type that [`bulk_write!`] takes in
/// that place; a `-` or any other character that names in Rust do not have is `_` there.
///
/// ```
/// use bulkwrite::{FileId, bulk_write_file};
///
/// let upload: FileId = "4150868000005379001".parse()?;
/// let job = bulk_write_file!("examples/templates/leads.json", file_id = upload);
/// assert_eq!(job.resources()[0].module().as_str(), "Leads");
/// # Ok::<(), bulkwrite::ValueError>(())
/// ```
///
/// An error stands at the path in the code, and says where in the file it is: `jobs/leads.json:3:22`, with the line.
///
/// * `request = "Create Bulk Write Job"` names the request of a Postman collection or item whose body is the job. Its URL says
///   which version is meant.
/// * `version = v8` says so for a file, as `version:` does in [`bulk_write!`].
///
/// Only files of the project are read, links and `..` followed first.
#[macro_export]
macro_rules! bulk_write_file {
    ($($arguments:tt)*) => { $crate::__private::bulk_write_file! { $crate $($arguments)* } };
}

/// What expansions of [`bulk_write!`] name.
#[doc(hidden)]
pub mod __private {
    pub use bulkwrite_core::model::parts::*;
    pub use bulkwrite_core::{
        ApiName, ApiVersion, Callback, CallbackUrl, ColumnIndex, DefaultValue, FieldMapping, FileId, Format, Operation,
        Resource,
    };
    pub use bulkwrite_macros::{bulk_write, bulk_write_file};
    pub use std::primitive::bool;
    pub use std::string::String;
    pub use std::vec::Vec;
}

/// ```edition2015
/// let id: bulkwrite::FileId = "4150868000005379001".parse().unwrap();
/// let job = bulkwrite::bulk_write! {
///     version: v8,
///     operation: insert,
///     resource: [{ type: data, module: Leads, file_id: {{ id }}, field_mappings: { Email: 0 } }],
/// };
/// assert_eq!(job.endpoint(), "/crm/bulk/v8/write");
/// ```
#[cfg(doctest)]
struct OldestEdition;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

#[cfg(doctest)]
#[doc = include_str!("../docs/callback-urls.md")]
struct CallbackUrls;
