use crate::job::ast::Resource;
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::vendor::limits::MAPPINGS;

rule! {
    /// ## What it does
    /// Finds `field_mappings` in which no mapping has an `index`: all fields are filled by defaults alone.
    ///
    /// ## Why it matters
    /// Once `field_mappings` is there, only the columns in it are read. Here that is none of them: every row becomes the same record.
    ///
    /// ## Incorrect
    /// ```json resource
    /// {
    ///     "type": "data",
    ///     "module": { "api_name": "Leads" },
    ///     "file_id": "4150868000005379001",
    ///     "field_mappings": [{ "api_name": "Lead_Source", "default_value": { "value": "Trade Show" } }]
    /// }
    /// ```
    ///
    /// ## Correct
    /// ```json resource
    /// {
    ///     "type": "data",
    ///     "module": { "api_name": "Leads" },
    ///     "file_id": "4150868000005379001",
    ///     "field_mappings": [
    ///         { "api_name": "Last_Name", "index": 0 },
    ///         { "api_name": "Lead_Source", "default_value": { "value": "Trade Show" } }
    ///     ]
    /// }
    /// ```
    ///
    /// ## Reference
    /// `field_mappings` on the create-job page.
    "unread-columns" Warning Resource(check)
}

fn check(resource: &Resource<'_>, cx: &mut Context<'_>) {
    // Without a default there is none to take the place of a column.
    if !resource.rare.default_value {
        return;
    }
    let Some(mappings) = resource.mappings.known().filter(|mappings| mappings.value.len() <= MAPPINGS) else { return };
    let is_unread = |mapping: &crate::job::ast::Mapping<'_>| {
        let default = mapping.extras().default_value.value();
        mapping.index.is_absent()
            && default.is_some_and(|default| default.value.known().is_some() || default.other.is_some())
    };
    if !mappings.value.iter().all(|mapping| mapping.value().is_some_and(is_unread)) {
        return;
    }
    cx.report(&RULE, mappings.loc, "no mapping has an `index`, so that no column of the CSV is read")
        .help("map the columns that are meant, or leave `field_mappings` out to map them by the header row");
}
