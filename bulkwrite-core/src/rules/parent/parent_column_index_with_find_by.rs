use crate::job::ast::Resource;
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::source::Loc;
use crate::vendor::version::ApiVersion;

rule! {
    /// ## What it does
    /// Finds a mapping that has both `find_by` and `parent_column_index`.
    ///
    /// ## Why it matters
    /// Both tell how the parent is found: among the rows of this job, or among the records that exist. With
    /// `parent_column_index`, `find_by` is not required, and the CRM has an error for keys that exclude each other.
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
    ///     "file_names": ["other_contacts.csv"],
    ///     "field_mappings": [
    ///         { "api_name": "Parent_Id", "index": 0, "parent_column_index": 0, "find_by": "id" }
    ///     ]
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
    /// `find_by` in the request of parent-child modules on the create-job page; which keys exclude each other is inferred.
    "parent-column-index-with-find-by" Warning Resource(check) predicts COEXISTENCE_NOT_ALLOWED Inferred
}

fn check(resource: &Resource<'_>, cx: &mut Context<'_>) {
    // Of a lone resource, `parent_column_index` itself is the mistake.
    if cx.job.resource_count() == Some(1) {
        return;
    }
    for mapping in resource.mappings() {
        if let (Some(index), Some(find_by)) =
            (mapping.extras().parent_column_index.loc(), mapping.extras().find_by.loc())
        {
            report(index, find_by, cx);
        }
    }
}

fn report(index: Loc, find_by: Loc, cx: &mut Context<'_>) {
    let version = cx.job.version;
    let found = cx.report(&RULE, find_by, "`find_by` stands beside `parent_column_index`");
    found.related(index, "this ties the row to its parent already");
    found.help("remove `find_by` if this job writes the parents, `parent_column_index` if they exist already");
    if version < ApiVersion::V6 {
        found.no_answer(); // no such code is known of these versions
    }
}
