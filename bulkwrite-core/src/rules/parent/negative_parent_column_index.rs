use crate::job::ast::{At, Number};
use crate::rules::context::Context;
use crate::rules::declare::rule;

rule! {
    /// ## What it does
    /// Finds a `parent_column_index` below zero.
    ///
    /// ## Why it matters
    /// The columns of the parent's CSV are counted from 0, and the CRM refuses a negative index.
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
    ///     "field_mappings": [{ "api_name": "Parent_Id", "index": 0, "parent_column_index": -1 }]
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
    /// The error codes of the create-job page.
    "negative-parent-column-index" Error OddIndex(check) predicts COLUMN_INDEX_NOT_FOUND Documented
}

fn check(key: &'static str, index: &At<Number<'_>>, cx: &mut Context<'_>) {
    if key != "parent_column_index" || !index.value.is_negative() {
        return;
    }
    cx.report(&RULE, index.loc, "a column index of the parent is negative")
        .help("write the index, in the parent's CSV, of the column that both files have, counted from 0");
}
