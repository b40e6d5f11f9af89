use crate::job::ast::{Field, Resource};
use crate::job::family;
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::rules::resource::misspelt_find_by;
use crate::source::edit::Edit;
use crate::text::quoted;
use crate::vendor::name;

rule! {
    /// ## What it does
    /// Finds a lone subform whose mapping of `Parent_Id` does not have `"find_by": "id"`.
    ///
    /// ## Why it matters
    /// The rows of a subform that is written alone belong to parents that exist already, and the parent is found by its id.
    ///
    /// ## Incorrect
    /// ```json resource
    /// {
    ///     "type": "data",
    ///     "module": { "api_name": "Other_Contacts" },
    ///     "file_id": "4150868000005379001",
    ///     "field_mappings": [{ "api_name": "Parent_Id", "index": 0 }, { "api_name": "Phone", "index": 1 }]
    /// }
    /// ```
    ///
    /// ## Correct
    /// ```json resource
    /// {
    ///     "type": "data",
    ///     "module": { "api_name": "Other_Contacts" },
    ///     "file_id": "4150868000005379001",
    ///     "field_mappings": [
    ///         { "api_name": "Parent_Id", "index": 0, "find_by": "id" },
    ///         { "api_name": "Phone", "index": 1 }
    ///     ]
    /// }
    /// ```
    ///
    /// ## Reference
    /// The notes of the create-job page on subforms; the code is that of a missing `find_by`.
    "subform-parent-id" Warning Resource(check) predicts MANDATORY_NOT_FOUND Inferred
}

fn check(resource: &Resource<'_>, cx: &mut Context<'_>) {
    if cx.job.resource_count() != Some(1) {
        return;
    }
    let Some(mapping) = family::ties(resource).parent_id else { return };
    // A `parent_column_index` without a parent is reported as that.
    if !mapping.extras().parent_column_index.is_absent() {
        return;
    }
    match &mapping.extras().find_by {
        absent @ (Field::Absent | Field::Null(_)) => {
            let misspelt = cx.claim_misspelling(mapping.loc, "find_by");
            let message = "the mapping of `Parent_Id` has no `find_by`";
            let key = ("find_by", absent);
            let found = cx.report_absent(&RULE, mapping.loc, key, misspelt.as_ref(), message);
            found.answer("Required key find_by is not available");
            if misspelt.is_none() {
                let value = "\"id\"".into();
                let add = vec![Edit::AddEntry { map: mapping.loc, key: "find_by".into(), value }];
                found.help("add `\"find_by\": \"id\"`").safe_fix("find the parent by `id`", add);
            }
        }
        Field::Known(find_by)
            if find_by.value != "id"
                && !misspelt_find_by::is_misspelt(find_by.value)
                && name::fault(find_by.value, "field").is_none() =>
        {
            let replace = vec![Edit::Replace { value: find_by.loc, with: "\"id\"".into() }];
            cx.report(&RULE, find_by.loc, format!("the parent is found by {}, not by `id`", quoted(find_by.value)))
                .help("write `id`, and put the ids of the parents into the column")
                .unsafe_fix("find the parent by `id`", replace)
                .no_answer();
        }
        _ => {}
    }
}
