use crate::job::ast::Job;
use crate::job::family;
use crate::job::file_ids;
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::text::sort;
use crate::vendor::ids;

rule! {
    /// ## What it does
    /// Finds a child whose `file_id` is not that of the parent.
    ///
    /// ## Why it matters
    /// Parents and children come from one upload: a zip with a CSV for each of them, whose id all resources repeat.
    ///
    /// ## Incorrect
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
    ///     "file_id": "4150868000005379002",
    ///     "file_names": ["other_contacts.csv"],
    ///     "field_mappings": [{ "api_name": "Parent_Id", "index": 0, "parent_column_index": 0 }]
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
    /// `file_id` in the request of parent-child modules on the create-job page, whose own sample has two. What the CRM answers is not
    /// documented.
    "different-file-ids" Warning Family(check)
}

fn check(job: &Job<'_>, cx: &mut Context<'_>) {
    let Some([first, others @ ..]) = job.resources.value().map(Vec::as_slice) else { return };
    let Some((of_parent, parent)) = first.value().and_then(file_ids::file_id) else { return };
    let mut differing = others.iter().filter_map(|other| other.value()).filter_map(file_ids::file_id);
    // An id that is none, of the parent or a child, is reported as that.
    if differing.all(|(id, _)| id == of_parent) || ids::parts(of_parent).is_err() || !family::is_family(job) {
        return;
    }
    let mut other_ids = file_ids::others(job);
    sort::by(&mut other_ids, Ord::cmp);
    for (id, loc) in others.iter().filter_map(|other| other.value()).filter_map(file_ids::file_id) {
        let is_file = || ids::parts(id).is_ok() && other_ids.binary_search_by_key(&id, |other| other.id).is_err();
        if id != of_parent && is_file() {
            cx.report(&RULE, loc, "the file id is not that of the first resource")
                .related(parent, "the upload of the parent")
                .help("put the CSVs of parent and children into one zip, and write its `file_id` in each resource");
        }
    }
}
