use crate::job::ast::{Field, Resource};
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::text::quoted;

rule! {
    /// ## What it does
    /// Finds an `update` or `upsert` whose `find_by` column is not among the first three mapped. Silent unless asked for.
    ///
    /// ## Why it matters
    /// The result of a job repeats the first three mapped columns only. Without the key among them, rows that failed cannot be
    /// joined to their source by it.
    ///
    /// ## Incorrect
    /// ```json
    /// {
    ///     "operation": "update",
    ///     "ignore_empty": true,
    ///     "resource": [{
    ///         "type": "data",
    ///         "module": { "api_name": "Leads" },
    ///         "file_id": "4150868000005379001",
    ///         "find_by": "id",
    ///         "field_mappings": [
    ///             { "api_name": "Last_Name", "index": 0 },
    ///             { "api_name": "Company", "index": 1 },
    ///             { "api_name": "City", "index": 2 },
    ///             { "api_name": "id", "index": 3 }
    ///         ]
    ///     }]
    /// }
    /// ```
    ///
    /// ## Correct
    /// ```json
    /// {
    ///     "operation": "update",
    ///     "ignore_empty": true,
    ///     "resource": [{
    ///         "type": "data",
    ///         "module": { "api_name": "Leads" },
    ///         "file_id": "4150868000005379001",
    ///         "find_by": "id",
    ///         "field_mappings": [
    ///             { "api_name": "id", "index": 0 },
    ///             { "api_name": "Last_Name", "index": 1 },
    ///             { "api_name": "Company", "index": 2 },
    ///             { "api_name": "City", "index": 3 }
    ///         ]
    ///     }]
    /// }
    /// ```
    ///
    /// ## Reference
    /// The download-result page. Whether "first" goes by the file or by the list of mappings it does not say: the column is
    /// reported if it comes late in both.
    "result-lacks-key" Off Resource(check)
}

/// How many columns a result repeats.
const REPEATED: usize = 3;

fn check(resource: &Resource<'_>, cx: &mut Context<'_>) {
    let (Some(find_by), Some(mappings)) = (resource.find_by.text(), resource.mappings.value()) else { return };
    if cx.job.updates() != Some(true) {
        return;
    }
    let mut indexes = Vec::with_capacity(mappings.len());
    let mut key = None;
    for mapping in mappings {
        let Field::Known(mapping) = mapping else { return };
        let mapping = &mapping.value;
        let (Field::Known(name), false) = (&mapping.api_name, mapping.index.is_unclear()) else { return };
        // A default alone is no column.
        let Some(index) = mapping.index.known() else { continue };
        let Some(column) = index.value.integer() else { return };
        if key.is_none() && name.value == find_by {
            key = Some((indexes.len(), column, index.loc));
        }
        indexes.push(column);
    }
    let Some((position, column, loc)) = key else { return };
    if position < REPEATED || indexes.iter().filter(|other| **other < column).count() < REPEATED {
        return;
    }
    cx.report(&RULE, loc, format!("the column of {} is not among the first {REPEATED} mapped", quoted(find_by)))
        .help(format!("put it among the first {REPEATED} columns of the CSV: the result repeats only those"));
}
