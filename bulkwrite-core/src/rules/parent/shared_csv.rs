use crate::job::ast::Job;
use crate::job::family;
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::text::{quoted, sort};

rule! {
    /// ## What it does
    /// Finds a CSV that two resources name.
    ///
    /// ## Why it matters
    /// The rows of a file belong to one module: the parent and each child have a CSV of their own.
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
    ///     "file_id": "4150868000005379001",
    ///     "file_names": ["leads.csv"],
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
    /// The request of parent-child modules on the create-job page: individual CSV files for the parent and its children.
    "shared-csv" Warning Family(check)
}

fn check(job: &Job<'_>, cx: &mut Context<'_>) {
    if job.resource_count().is_none_or(|count| count < 2) {
        return;
    }
    let mut files = Vec::new();
    for (position, resource) in job.resources().enumerate() {
        for name in resource.file_names.value().into_iter().flatten().filter_map(|name| name.known()) {
            if !name.value.trim().is_empty() {
                files.push((family::upload(resource), name.value, position, name.loc, resource));
            }
        }
    }
    sort::by_key(&mut files, |(upload, name, position, ..)| (*upload, *name, *position));
    for pair in files.windows(2) {
        let [(upload, name, position, first, resource), (other_upload, other_name, other_position, loc, other)] = pair
        else {
            continue;
        };
        let same_module = || {
            let names = [resource.module_name(), other.module_name()];
            matches!(names, [Some(a), Some(b)] if a.value == b.value)
        };
        // Two resources of one module are that mistake, not this one.
        if upload == other_upload && name == other_name && position != other_position && !same_module() {
            cx.report(&RULE, *loc, format!("{} is the CSV of two resources", quoted(name)))
                .related(*first, "named here already")
                .help("give each resource a CSV of its own");
        }
    }
}
