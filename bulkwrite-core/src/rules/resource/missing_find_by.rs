use crate::job::ast::{Job, Mapping, Resource};
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::source::Loc;
use crate::source::edit::Edit;
use crate::text::quoted;
use crate::vendor::keys::Owner;

rule! {
    /// ## What it does
    /// Finds a resource of an `update` or `upsert` that has no `find_by`, an empty one, or one in the wrong place: beside
    /// `operation`, or in a mapping only.
    ///
    /// ## Why it matters
    /// `find_by` of the resource names the field by which the CRM finds the records to change: `id` or a unique field. It is
    /// required for both operations. A mapping's own `find_by` is another thing: it tells how a looked-up record is found.
    ///
    /// ## Incorrect
    /// ```json
    /// {
    ///     "operation": "update",
    ///     "ignore_empty": true,
    ///     "resource": [{
    ///         "type": "data",
    ///         "module": { "api_name": "Contacts" },
    ///         "file_id": "4150868000005379001",
    ///         "field_mappings": [{ "api_name": "id", "index": 0 }, { "api_name": "Last_Name", "index": 1 }]
    ///     }]
    /// }
    /// ```
    ///
    /// ## Correct
    /// ```json
    /// {
    ///     "operation": "update",
    ///     "ignore_empty": true,
    ///     "resource": [{
    ///         "type": "data",
    ///         "module": { "api_name": "Contacts" },
    ///         "file_id": "4150868000005379001",
    ///         "find_by": "id",
    ///         "field_mappings": [{ "api_name": "id", "index": 0 }, { "api_name": "Last_Name", "index": 1 }]
    ///     }]
    /// }
    /// ```
    ///
    /// ## Reference
    /// `find_by` on the create-job page, and the message in its error codes.
    "missing-find-by" Error Resource(check) predicts MANDATORY_NOT_FOUND Documented
}

fn check(resource: &Resource<'_>, cx: &mut Context<'_>) {
    let job = cx.job;
    if job.updates() != Some(true) {
        return;
    }
    match resource.find_by.known() {
        Some(find_by) if find_by.value.trim().is_empty() => report_blank(resource, find_by.loc, find_by.value, cx),
        None if resource.find_by.is_absent() => report_absent(job, resource, cx),
        _ => {}
    }
}

const ANSWER: &str = "Required key find_by is not available";

const CURE: &str = "add `\"find_by\"` to the resource: `id`, or the API name of a unique field";

#[cold]
fn report_blank(resource: &Resource<'_>, loc: Loc, text: &str, cx: &mut Context<'_>) {
    let what = if text.is_empty() { "empty" } else { "blank" };
    let found = cx.report(&RULE, loc, format!("`find_by` is {what}"));
    found.help("write `id`, or the API name of a unique field").answer(ANSWER);
    if maps_id(resource) {
        found.unsafe_fix("find records by `id`", vec![Edit::Replace { value: loc, with: "\"id\"".into() }]);
    }
}

#[cold]
fn report_absent(job: &Job<'_>, resource: &Resource<'_>, cx: &mut Context<'_>) {
    let misspelt = cx.claim_misspelling(resource.loc, "find_by");
    let beside_operation = if misspelt.is_some() { None } else { cx.claim_stray(Owner::Job, "find_by") };
    let operation = job.operation.text().unwrap_or_default();
    let message = format!("a resource has no `find_by`, which `{operation}` needs");
    let key = ("find_by", &resource.find_by);
    let found = cx.report_absent(&RULE, resource.loc, key, misspelt.as_ref(), &message).answer(ANSWER);
    if misspelt.is_some() {
        return;
    }
    if let Some(loc) = beside_operation {
        found.related(loc, "it is no key of the job").help("move `find_by` into the resource");
        if job.resources.value().is_some_and(|all| all.len() == 1) && resource.find_by.null().is_none() {
            let edit = Edit::MoveEntry { key: loc, map: resource.loc, to: "find_by".into() };
            found.safe_fix("move `find_by` into the resource", vec![edit]);
        }
        return;
    }
    found.help(CURE);
    let add = |field: &str| {
        let value = serde_json::Value::from(field).to_string();
        vec![Edit::AddEntry { map: resource.loc, key: "find_by".into(), value: value.into() }]
    };
    let meant = resource.mappings().find(|mapping| finds_itself(mapping));
    let other = meant.or_else(|| resource.mappings().find(|mapping| !mapping.extras().find_by.is_absent()));
    if let Some(loc) = other.and_then(|mapping| mapping.extras().find_by.loc()) {
        found.related(loc, "this one tells how a looked-up record is found");
    }
    if let Some(field) = meant.and_then(|mapping| mapping.api_name.text()) {
        found.help(format!("move `find_by` from the mapping of {} to the resource", quoted(field)));
        let mut edits = add(field);
        edits.extend(meant.and_then(|mapping| mapping.extras().find_by.loc()).map(|key| Edit::RemoveEntry { key }));
        found.unsafe_fix(format!("find records by {}", quoted(field)), edits);
    } else if maps_id(resource) {
        found.unsafe_fix("find records by `id`", add("id"));
    }
}

/// Whether a mapping names its own field as what it is found by, or is that of the record's id: no lookup does.
fn finds_itself(mapping: &Mapping<'_>) -> bool {
    let (Some(field), Some(find_by)) = (mapping.api_name.text(), mapping.extras().find_by.text()) else { return false };
    field.eq_ignore_ascii_case(find_by)
}

fn maps_id(resource: &Resource<'_>) -> bool {
    resource.mappings().any(|mapping| mapping.api_name.text() == Some("id"))
}
