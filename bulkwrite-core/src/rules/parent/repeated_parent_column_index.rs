use crate::job::ast::Resource;
use crate::rules::context::Context;
use crate::rules::declare::rule;

rule! {
    /// ## What it does
    /// Finds a child in which every mapping has the same `parent_column_index`.
    ///
    /// ## Why it matters
    /// The key ties one column of the child, that of the link, to the parent's column with the same values. On every mapping it
    /// says that all columns repeat that one.
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
    ///     "file_names": ["contacts.csv"],
    ///     "field_mappings": [
    ///         { "api_name": "Parent_Id", "index": 0, "parent_column_index": 0 },
    ///         { "api_name": "Contact_Name", "index": 1, "parent_column_index": 0 }
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
    ///     "file_names": ["contacts.csv"],
    ///     "field_mappings": [
    ///         { "api_name": "Parent_Id", "index": 0, "parent_column_index": 0 },
    ///         { "api_name": "Contact_Name", "index": 1 }
    ///     ]
    /// }
    /// ```
    ///
    /// ## Reference
    /// The request of parent-child modules on the create-job page. Code on public record sends the key with every column.
    "repeated-parent-column-index" Warning Resource(check)
}

fn check(resource: &Resource<'_>, cx: &mut Context<'_>) {
    if !resource.rare.parent_column_index {
        return;
    }
    let Some(mappings) = resource.mappings.known() else { return };
    let position = |mapping: &crate::job::ast::Mapping<'_>| {
        let index = mapping.extras().parent_column_index.known()?;
        Some((index.value.integer()?, index.loc))
    };
    let all: Option<Vec<_>> = mappings.value.iter().map(|mapping| position(mapping.value()?)).collect();
    let Some([(first, first_loc), (second, second_loc), more @ ..]) = all.as_deref() else { return };
    if first != second || more.iter().any(|(other, _)| other != first) {
        return;
    }
    cx.report(&RULE, *second_loc, format!("every column is tied to column {first} of the parent, and one is the link"))
        .related(*first_loc, "this is the first of them")
        .help("keep `parent_column_index` on the column that names the parent, and remove it from the others");
}
