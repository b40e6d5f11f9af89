use crate::job::ast::Job;
use crate::job::family;
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::source::edit::Edit;
use crate::text::quoted;

rule! {
    /// ## What it does
    /// Finds a child in the first place of `resource`, before its parent.
    ///
    /// ## Why it matters
    /// The parent's details must be the first object of the list: the CRM takes the first resource for the parent of the others.
    ///
    /// ## Incorrect
    /// ```json resource
    /// {
    ///     "type": "data",
    ///     "module": { "api_name": "Other_Contacts" },
    ///     "file_id": "4150868000005379001",
    ///     "file_names": ["other_contacts.csv"],
    ///     "field_mappings": [{ "api_name": "Parent_Id", "index": 0, "parent_column_index": 0 }]
    /// },
    /// {
    ///     "type": "data",
    ///     "module": { "api_name": "Leads" },
    ///     "file_id": "4150868000005379001",
    ///     "file_names": ["leads.csv"],
    ///     "field_mappings": [{ "api_name": "Last_Name", "index": 0 }]
    /// }
    /// ```
    ///
    /// ## Correct
    /// ```json resource
    /// {
    ///     "type": "data",
    ///     "module": { "api_name": "Leads" },
    ///     "file_id": "4150868000005379001",
    ///     "file_names": ["leads.csv"],
    ///     "field_mappings": [{ "api_name": "Last_Name", "index": 0 }]
    /// },
    /// {
    ///     "type": "data",
    ///     "module": { "api_name": "Other_Contacts" },
    ///     "file_id": "4150868000005379001",
    ///     "file_names": ["other_contacts.csv"],
    ///     "field_mappings": [{ "api_name": "Parent_Id", "index": 0, "parent_column_index": 0 }]
    /// }
    /// ```
    ///
    /// ## Reference
    /// The request of parent-child modules on the create-job page. What the CRM answers is not documented.
    "child-before-parent" Warning Family(check)
}

fn check(job: &Job<'_>, cx: &mut Context<'_>) {
    let Some([first, others @ ..]) = job.resources.value().map(Vec::as_slice) else { return };
    let Some(first) = first.value().filter(|_| !others.is_empty()) else { return };
    if !family::ties(first).is_child() {
        return;
    }
    let parent = others.iter().filter_map(|other| other.value()).find(|other| {
        let ties = family::ties(other);
        !ties.is_child() && !ties.unclear
    });
    let Some(parent) = parent else { return };
    let loc = first.module_name().map_or(first.loc, |name| name.loc);
    let place = parent.module_name().map_or(parent.loc, |name| name.loc);
    let name = parent.module_name().map_or_else(|| "the parent".to_owned(), |name| quoted(name.value));
    cx.report(&RULE, loc, format!("the first resource is a child, and {name} comes after it"))
        .related(place, "this one is tied to no parent")
        .help("move the parent to the first place")
        .unsafe_fix("let the two resources change places", vec![Edit::Swap { first: first.loc, second: parent.loc }]);
}
