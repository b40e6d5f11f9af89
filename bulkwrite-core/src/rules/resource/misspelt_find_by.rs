use crate::ast::{At, Resource};
use crate::check::Context;
use crate::diagnostic::{Edit, Level, quoted};
use crate::name;
use crate::rule::rule;

rule! {
    /// ## What it does
    /// Finds a `find_by` that is meant to be `id` and spelt otherwise (`Id`, `ID`, `Record_Id`), and one of a resource that is
    /// no API name at all, which is an error.
    ///
    /// ## Why it matters
    /// Headers of exported files say `Id` or "Record Id"; the field is `id`. The CRM is on record with refusing `Id` as the name
    /// of a field.
    ///
    /// ## Incorrect
    /// ```json
    /// {
    ///     "operation": "update",
    ///     "ignore_empty": true,
    ///     "resource": [{
    ///         "type": "data",
    ///         "module": { "api_name": "Leads" },
    ///         "file_id": "4150868000005379001",
    ///         "find_by": "Id"
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
    ///         "module": { "api_name": "Leads" },
    ///         "file_id": "4150868000005379001",
    ///         "find_by": "id"
    ///     }]
    /// }
    /// ```
    ///
    /// ## Reference
    /// `find_by` on the create-job page, and the vendor's importer, which renames the header `Id` of exported files to `id`.
    "misspelt-find-by" Warning Resource(check) predicts INVALID_FIELD Inferred
}

/// Whether the text stands for `id` and is not.
fn means_id(text: &str) -> bool {
    if text == "id" || text.len() > 40 {
        return false;
    }
    let letters = text.bytes().filter(|byte| !matches!(byte, b'_' | b'-' | b' ')).map(|byte| byte.to_ascii_lowercase());
    letters.clone().eq(*b"id") || letters.eq(*b"recordid")
}

/// Whether the `find_by` of a resource is reported here.
pub(crate) fn is_misspelt(text: &str) -> bool {
    means_id(text) || name::fault(text, "field").is_some()
}

fn check(resource: &Resource<'_>, cx: &mut Context<'_>) {
    if let Some(find_by) = resource.find_by.known() {
        if means_id(find_by.value) {
            report_id(*find_by, cx);
        } else if name::fault(find_by.value, "field").is_some() {
            report_fault(*find_by, cx);
        }
    }
    for mapping in resource.mappings() {
        // What is no API name at all is reported with the other names of the mapping.
        match mapping.find_by.known() {
            Some(find_by) if means_id(find_by.value) && name::fault(find_by.value, "field").is_none() => {
                report_id(*find_by, cx);
            }
            _ => {}
        }
    }
}

#[cold]
fn report_id(find_by: At<&str>, cx: &mut Context<'_>) {
    let found = cx.report(&RULE, find_by.loc, format!("`find_by` is {}, and the field is `id`", quoted(find_by.value)));
    found.help("write `id`");
    let edits = vec![Edit::Replace { value: find_by.loc, with: "\"id\"".into() }];
    if find_by.value.trim().eq_ignore_ascii_case("id") {
        found.safe_fix("write `id`", edits);
    } else {
        found.unsafe_fix("write `id`", edits);
    }
}

#[cold]
fn report_fault(find_by: At<&str>, cx: &mut Context<'_>) {
    // A blank one of an update is reported as missing.
    if find_by.value.trim().is_empty() && cx.job.updates() == Some(true) {
        return;
    }
    let Some(fault) = name::fault(find_by.value, "field") else { return };
    let found = cx.report(&RULE, find_by.loc, fault.message);
    found.level(Level::Error);
    found.help = fault.help.map(Into::into);
    found.within = fault.within;
    if let Some(trimmed) = name::trimmed(find_by.value) {
        let with = format!("\"{trimmed}\"").into();
        found.safe_fix("remove the blanks", vec![Edit::Replace { value: find_by.loc, with }]);
    }
}
