use crate::job::ast::Job;
use crate::job::family;
use crate::rules::context::Context;
use crate::rules::declare::rule;

rule! {
    /// ## What it does
    /// Finds a resource without `field_mappings` in a job that writes a parent together with its children.
    ///
    /// ## Why it matters
    /// A job of one module may leave them out: then the header of the CSV names the fields. Parents and children need them:
    /// without a mapping there is no `parent_column_index`, and no row finds its parent.
    ///
    /// ## Incorrect
    /// ```json resource
    /// {
    ///     "type": "data",
    ///     "module": { "api_name": "Leads" },
    ///     "file_id": "4150868000005379001",
    ///     "file_names": ["leads.csv"]
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
    /// The request of parent-child modules on the create-job page, where `field_mappings` is mandatory; the code is inferred.
    "children-without-mappings" Error Family(check) predicts MISSING_REQUIRED_KEY Inferred
}

fn check(job: &Job<'_>, cx: &mut Context<'_>) {
    if job.resources().all(|resource| !resource.mappings.is_absent()) || !family::is_family(job) {
        return;
    }
    for resource in job.resources().filter(|resource| resource.mappings.is_absent()) {
        let misspelt = cx.claim_misspelling(resource.loc, "field_mappings");
        let key = ("field_mappings", &resource.mappings);
        let message = "a resource has no `field_mappings`, which parents and children need";
        let found = cx.report_absent(&RULE, resource.loc, key, misspelt.as_ref(), message);
        found.answer("required key field_mappings is not found in request body.");
        if misspelt.is_none() {
            found.help("add `\"field_mappings\"`, in a child with the `parent_column_index` of its link");
        }
    }
}
