use crate::job::ast::{Job, Resource};
use crate::job::family;
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::text::sort;

rule! {
    /// ## What it does
    /// Finds a resource without `file_names` in a job whose resources share an upload, or that writes a parent with its children.
    ///
    /// ## Why it matters
    /// The zip has one CSV for each resource. `file_names` tells which is which.
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
    /// The request of parent-child modules on the create-job page, where `file_names` is mandatory; the code is inferred. Versions
    /// before v5 do not have the key.
    "missing-file-names" Warning Family(check) predicts MISSING_REQUIRED_KEY Inferred
}

fn check(job: &Job<'_>, cx: &mut Context<'_>) {
    if job.resource_count().is_none_or(|count| count < 2) || !job.version.facts().parent_child {
        return;
    }
    let lacks = |resource: &Resource<'_>| {
        resource.file_names.is_absent() || resource.file_names.value().is_some_and(Vec::is_empty)
    };
    if !job.resources().any(lacks) {
        return;
    }
    let is_family = family::is_family(job);
    let upload_and_module =
        |resource| Some((family::upload(resource)?, Resource::module_name(resource).map(|name| name.value)));
    let mut uploads: Vec<_> = job.resources().filter_map(upload_and_module).collect();
    sort::by(&mut uploads, Ord::cmp);
    // One module twice is a mistake of its own.
    uploads.dedup();
    let is_shared = |upload: &str| {
        let first = uploads.partition_point(|(other, _)| *other < upload);
        uploads.get(first + 1).is_some_and(|(other, _)| *other == upload)
    };
    for resource in job.resources().filter(|resource| lacks(resource)) {
        if is_family || family::upload(resource).is_some_and(is_shared) {
            report(resource, cx);
        }
    }
}

#[cold]
fn report(resource: &Resource<'_>, cx: &mut Context<'_>) {
    const ANSWER: &str = "required key file_names is not found in request body.";
    if let Some(empty) = resource.file_names.loc() {
        cx.report(&RULE, empty, "`file_names` is empty").help("name the CSV inside the zip").answer(ANSWER);
        return;
    }
    let misspelt = cx.claim_misspelling(resource.loc, "file_names");
    let key = ("file_names", &resource.file_names);
    let message = "a resource has no `file_names`, and its upload has several CSVs";
    let found = cx.report_absent(&RULE, resource.loc, key, misspelt.as_ref(), message).answer(ANSWER);
    if misspelt.is_none() {
        found.help("add `\"file_names\"`, an array with the name of the CSV inside the zip");
    }
}
