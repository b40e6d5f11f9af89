//! Zoho CRM bulk write jobs, checked before they are sent.

pub use bulkwrite_core::*;

/// Makes a [`Job`] while the code compiles; a job that the CRM would refuse does not compile.
///
/// The body of a request, pasted as it stands:
///
/// ```
/// use bulkwrite::{FileId, bulk_write};
///
/// let file_id: FileId = "4150868000005379001".parse()?;
/// let job = bulk_write! {
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
/// * `{{ expression }}` is Rust. The whole-string placeholder `"{{file_id}}"` is the variable of that name.
/// * `field_mappings: { Last_Name: 0, Date_3: { index: 2, format: "yyyy/MM/dd" } }` is short for a list of mappings.
/// * `version: v8` (`v2`, `v2.1`, …) is no part of the body: it says where the job is sent. Without it, a `module` in quotes means
///   v2, and any other the newest version.
///
/// # Expressions
///
/// An expression has the type of its place, so that the job is valid in each part:
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
/// They run once, in the order written. Only the parts that hold one are allocated. Rules that span them have not been
/// run: [`Job::check`] does.
#[macro_export]
macro_rules! bulk_write {
    ($($job:tt)*) => { $crate::__private::bulk_write! { $crate $($job)* } };
}

/// What expansions of [`bulk_write!`] name.
#[doc(hidden)]
pub mod __private {
    pub use bulkwrite_core::model::parts::*;
    pub use bulkwrite_core::{
        ApiName, ApiVersion, Callback, CallbackUrl, ColumnIndex, DefaultValue, FieldMapping, FileId, Format, Operation,
        Resource,
    };
    pub use bulkwrite_macros::bulk_write;
    pub use std::primitive::bool;
    pub use std::string::String;
    pub use std::vec::Vec;
}

/// ```edition2018
/// let id: bulkwrite::FileId = "4150868000005379001".parse().unwrap();
/// let job = bulkwrite::bulk_write! {
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
