use crate::job::ast::Job;
use crate::job::family;
use crate::job::family::PARENT_ID;
use crate::rules::context::Context;
use crate::rules::declare::rule;

rule! {
    /// ## What it does
    /// Finds a `parent_column_index` in a job that has no parent: the only resource has it, or each of them is a child.
    ///
    /// ## Why it matters
    /// The index is that of a column in the parent's CSV, and no such file is part of the job. Children of parents that exist
    /// already are found by the parent's id.
    ///
    /// ## Incorrect
    /// ```json resource
    /// {
    ///     "type": "data",
    ///     "module": { "api_name": "Other_Contacts" },
    ///     "file_id": "4150868000005379001",
    ///     "field_mappings": [{ "api_name": "Parent_Id", "index": 0, "parent_column_index": 0 }]
    /// }
    /// ```
    ///
    /// ## Correct
    /// ```json resource
    /// {
    ///     "type": "data",
    ///     "module": { "api_name": "Other_Contacts" },
    ///     "file_id": "4150868000005379001",
    ///     "field_mappings": [{ "api_name": "Parent_Id", "index": 0, "find_by": "id" }]
    /// }
    /// ```
    ///
    /// ## Reference
    /// The request of parent-child modules on the create-job page, and its note on subforms.
    "parent-column-index-without-parent" Warning Family(check)
}

fn check(job: &Job<'_>, cx: &mut Context<'_>) {
    let Some([first, others @ ..]) = job.resources.value().map(Vec::as_slice) else { return };
    let Some(mapping) = first.value().and_then(|first| family::ties(first).linked) else { return };
    // A resource that cannot be read may be the parent.
    if !others.iter().all(|other| other.value().is_some_and(|other| family::ties(other).is_child())) {
        return;
    }
    let Some(loc) = mapping.extras().parent_column_index.loc() else { return };
    let message = match others {
        [] => "the job has one resource, which has no parent",
        _ => "each resource of the job is a child, and none the parent",
    };
    let found = cx.report(&RULE, loc, message);
    if others.is_empty() && mapping.api_name.text() == Some(PARENT_ID) {
        found.help(
            "write `\"find_by\": \"id\"` instead if the parents exist already, or add the parent as the first resource",
        );
    } else {
        found.help("remove `parent_column_index`, or add the parent as the first resource");
    }
}
