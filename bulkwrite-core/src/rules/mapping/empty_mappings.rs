use crate::job::ast::Resource;
use crate::rules::context::Context;
use crate::rules::declare::rule;

rule! {
    /// ## What it does
    /// Finds `field_mappings` without a mapping.
    ///
    /// ## Why it matters
    /// Without `field_mappings` the CRM maps the columns by the header row. With it, only the columns in it are read, and
    /// here there are none; whether the CRM takes the empty list for an absent one is not documented.
    ///
    /// ## Incorrect
    /// ```json resource
    /// { "type": "data", "module": { "api_name": "Leads" }, "file_id": "4150868000005379001", "field_mappings": [] }
    /// ```
    ///
    /// ## Correct
    /// ```json resource
    /// { "type": "data", "module": { "api_name": "Leads" }, "file_id": "4150868000005379001" }
    /// ```
    ///
    /// ## Reference
    /// `field_mappings` on the create-job page.
    "empty-mappings" Warning Resource(check)
}

fn check(resource: &Resource<'_>, cx: &mut Context<'_>) {
    let Some(mappings) = resource.mappings.known().filter(|mappings| mappings.value.is_empty()) else { return };
    cx.report(&RULE, mappings.loc, "`field_mappings` is empty")
        .help("list the columns, or leave the key out to map them by the header row");
}
