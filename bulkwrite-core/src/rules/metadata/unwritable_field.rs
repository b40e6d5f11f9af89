use crate::job::ast::{Job, Mapping};
use crate::metadata::Field;
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::rules::metadata::unsupported_field_type;
use crate::text::quoted;

rule! {
    /// ## What it does
    /// Finds fields that the API cannot write: on insert and upsert those that cannot be set when a record is made, on update
    /// and upsert those that cannot be changed. `id` may be mapped on update and upsert, and so may what the resource is found
    /// by.
    ///
    /// ## Why it matters
    /// The CRM sets such fields itself. A job that maps them is refused, or its column is lost.
    ///
    /// ## Incorrect
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 0 },
    /// { "api_name": "Created_By", "index": 1 }
    /// ```
    ///
    /// ## Correct
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 0 },
    /// { "api_name": "Owner", "index": 1 }
    /// ```
    ///
    /// ## Reference
    /// `operation_type.api_create` and `api_update` on the fields-metadata page. The flags `read_only` and `field_read_only` do
    /// not tell: its sample has them true for `Owner` and false for `Created_By`.
    "unwritable-field" Error Field(check)
}

/// Which of the two flags forbids the field to this job.
fn forbidden(field: &Field, job: &Job<'_>) -> (bool, bool) {
    let unclear = job.operation.is_unclear();
    let creates = job.inserts().unwrap_or(unclear);
    let updates = job.updates().unwrap_or(unclear);
    let create = creates && field.creatable == Some(false);
    let update = updates && field.updatable == Some(false);
    // Where the operation is not known, it takes both to forbid the field whatever it is.
    if unclear && !(create && update) { (false, false) } else { (create, update) }
}

/// Whether it is no matter that the field is written: the key that records are found by is only compared.
fn is_key(mapping: &Mapping<'_>, field: &Field, cx: &Context<'_>) -> bool {
    let found_by = cx.resource().map(|resource| &resource.find_by);
    let is_found_by = found_by.is_some_and(|by| by.is_unclear() || by.text() == Some(&*field.api_name));
    let is_id = &*field.api_name == "id" && cx.job.updates() != Some(false);
    is_found_by || is_id || &*field.api_name == "Parent_Id" || !mapping.extras().parent_column_index.is_absent()
}

/// Whether a column can fill the field in this job, so that it is worth a look how.
pub(crate) fn is_writable(mapping: &Mapping<'_>, field: &Field, cx: &Context<'_>) -> bool {
    unsupported_field_type::reason(field).is_none() && forbidden(field, cx.job) == (false, false)
        || is_key(mapping, field, cx)
}

fn check(mapping: &Mapping<'_>, field: &Field, cx: &mut Context<'_>) {
    let (create, update) = forbidden(field, cx.job);
    if !create && !update || unsupported_field_type::reason(field).is_some() || is_key(mapping, field, cx) {
        return;
    }
    let Some(loc) = mapping.api_name.loc() else { return };
    let name = quoted(&field.api_name);
    let message = match (field.creatable, field.updatable) {
        (Some(false), Some(false)) => format!("{name} cannot be written: the CRM sets it"),
        _ if create => format!("{name} cannot be set when a record is made"),
        _ => format!("{name} cannot be changed"),
    };
    let help = if &*field.api_name == "id" {
        "remove the mapping: a new record gets its id from the CRM"
    } else {
        "remove the mapping"
    };
    cx.report(&RULE, loc, message).help(help);
}
