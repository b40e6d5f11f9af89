use crate::job::ast::{Field, Resource};
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::rules::metadata::unknown_field;
use crate::rules::resource::misspelt_find_by;
use crate::source::edit::Edit;
use crate::text::quoted;
use crate::text::suggest::near_miss;
use crate::vendor::name;

rule! {
    /// ## What it does
    /// Finds an `update` or `upsert` whose `find_by` names a field that is not among the mappings of the resource.
    ///
    /// ## Why it matters
    /// With `field_mappings`, only mapped columns are read. No value is left to find records by, so that rows are skipped, or
    /// inserted a second time.
    ///
    /// ## Incorrect
    /// ```json
    /// {
    ///     "operation": "update",
    ///     "ignore_empty": true,
    ///     "resource": [{
    ///         "type": "data",
    ///         "module": { "api_name": "Contacts" },
    ///         "file_id": "4150868000005379001",
    ///         "find_by": "Email",
    ///         "field_mappings": [{ "api_name": "Last_Name", "index": 0 }]
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
    ///         "module": { "api_name": "Contacts" },
    ///         "file_id": "4150868000005379001",
    ///         "find_by": "Email",
    ///         "field_mappings": [{ "api_name": "Last_Name", "index": 0 }, { "api_name": "Email", "index": 1 }]
    ///     }]
    /// }
    /// ```
    ///
    /// ## Reference
    /// `find_by` and `field_mappings` on the create-job page.
    "find-by-not-mapped" Warning Resource(check)
}

fn check(resource: &Resource<'_>, cx: &mut Context<'_>) {
    let (Some(find_by), Some(mappings)) = (resource.find_by.known(), resource.mappings.value()) else { return };
    // An insert finds no records to change: there, a key that is not mapped does no harm.
    if mappings.is_empty() || cx.job.updates() != Some(true) {
        return;
    }
    for mapping in mappings {
        // A mapping that cannot be read, or is reported as no name, may be the one.
        match mapping.value().map(|mapping| &mapping.api_name) {
            Some(Field::Known(name)) if name.value != find_by.value && !may_be(name.value, find_by.value) => {}
            _ => return,
        }
    }
    if misspelt_find_by::is_misspelt(find_by.value) || name::fault(find_by.value, "field").is_some() {
        return;
    }
    let names = || resource.mappings().filter_map(|mapping| mapping.api_name.text());
    // A name that the module does not have is reported as that, here or in the mapping that is meant to be of this field.
    if unknown_field::reports(find_by.value, cx)
        || names().any(|name| unknown_field::explains_as(name, find_by.value, cx))
    {
        return;
    }
    let message = format!("records are found by {}, which is not mapped", quoted(find_by.value));
    let meant = near_miss(find_by.value, names());
    let found = cx.report(&RULE, find_by.loc, message);
    // `id` is right as it stands: what is misspelt is the mapping.
    let misspelt_id = resource.mappings().filter_map(|mapping| mapping.api_name.known());
    let mut misspelt_id = misspelt_id.filter(|name| find_by.value == "id" && misspelt_find_by::is_misspelt(name.value));
    if let Some(name) = misspelt_id.next() {
        found
            .related(name.loc, "did you mean `id`?")
            .help(format!("write `id` instead of {} in its mapping", quoted(name.value)))
            .unsafe_fix("write `id`", vec![Edit::Replace { value: name.loc, with: "\"id\"".into() }]);
        return;
    }
    match meant {
        Some(meant) => {
            let with = serde_json::Value::from(meant).to_string().into();
            found
                .help(format!("did you mean {}?", quoted(meant)))
                .unsafe_fix(format!("write {}", quoted(meant)), vec![Edit::Replace { value: find_by.loc, with }]);
        }
        None => {
            found.help(format!("map the column that has {}", quoted(find_by.value)));
        }
    }
}

/// Whether a text that is no API name is, but for the characters that make it none, this name.
fn may_be(text: &str, find_by: &str) -> bool {
    if name::fault(text, "field").is_none() {
        return false;
    }
    let mut letters = text.chars().filter(char::is_ascii_alphanumeric).peekable();
    let wanted = find_by.chars().filter(char::is_ascii_alphanumeric);
    letters.peek().is_none() || letters.map(|c| c.to_ascii_lowercase()).eq(wanted.map(|c| c.to_ascii_lowercase()))
}
