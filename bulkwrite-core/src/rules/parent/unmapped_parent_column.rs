use crate::job::ast::{Field, Job, Resource};
use crate::job::family;
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::text::sort;
use crate::vendor::limits::COLUMNS;

rule! {
    /// ## What it does
    /// Finds a `parent_column_index` that is none of the columns mapped for the parent.
    ///
    /// ## Why it matters
    /// It is the index, in the parent's CSV, of the column that both files have. One that is not mapped is often that of the
    /// child's own column, or counted from 1. A column that ties the files and fills no field is fine: allow the rule there.
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
    ///     "field_mappings": [{ "api_name": "Parent_Id", "index": 0, "parent_column_index": 1 }]
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
    /// The request of parent-child modules on the create-job page; that the parent's mappings must have the column is inferred.
    "unmapped-parent-column" Warning Family(check) predicts COLUMN_INDEX_NOT_FOUND Inferred
}

fn check(job: &Job<'_>, cx: &mut Context<'_>) {
    let Some([first, others @ ..]) = job.resources.value().map(Vec::as_slice) else { return };
    let Some(parent) = first.value().filter(|_| !others.is_empty()) else { return };
    if family::ties(parent).is_child() {
        return;
    }
    let Some(columns) = columns(parent) else { return };
    for child in others.iter().filter_map(|other| other.value()) {
        for mapping in child.mappings() {
            let Field::Known(index) = &mapping.extras().parent_column_index else { continue };
            // A fraction is no column at all; one that no file can have has a rule of its own.
            let Some(column) = index.value.integer().filter(|column| (0..COLUMNS).contains(column)) else { continue };
            if columns.binary_search(&column).is_ok() {
                continue;
            }
            let found = cx.report(&RULE, index.loc, format!("column {column} of the parent is not mapped"));
            if let Some(mappings) = parent.mappings.loc() {
                found.related(mappings, "the mappings of the parent");
            }
            found.help(
                "write the index, in the parent's CSV, of the column that both files have, counted from 0; \
                 ignore this if that column is there and fills no field",
            );
        }
    }
}

/// The columns that a resource maps, sorted; `None` where they cannot all be told, or one is reported as none.
fn columns(resource: &Resource<'_>) -> Option<Vec<i64>> {
    let mappings = resource.mappings.value()?;
    let mut columns = Vec::with_capacity(mappings.len());
    for mapping in mappings {
        let mapping = mapping.value()?;
        match &mapping.index {
            Field::Known(index) => columns.push(index.value.integer().filter(|column| (0..COLUMNS).contains(column))?),
            Field::Absent | Field::Null(_) if !mapping.extras().default_value.is_absent() => {}
            _ => return None,
        }
    }
    sort::by(&mut columns, Ord::cmp);
    (!columns.is_empty()).then_some(columns)
}
