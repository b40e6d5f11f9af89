use crate::job::ast::Resource;
use crate::metadata::Field;
use crate::rules::context::{Context, Fields};
use crate::rules::declare::rule;
use crate::rules::metadata::{unknown_field, unsupported_field_type};
use crate::text::{quoted, sort};

rule! {
    /// ## What it does
    /// Finds an insert or upsert that maps columns, but none to a field without which no record can be made. A default value
    /// will do.
    ///
    /// ## Why it matters
    /// The CRM refuses the job.
    ///
    /// ## Incorrect
    /// ```json mapping
    /// { "api_name": "Company", "index": 0 }
    /// ```
    ///
    /// ## Correct
    /// ```json mapping
    /// { "api_name": "Company", "index": 0 },
    /// { "api_name": "Last_Name", "index": 1, "default_value": { "value": "unknown" } }
    /// ```
    ///
    /// ## Reference
    /// `system_mandatory` on the fields-metadata page, the error codes of the create-job page, and the message in the vendor's
    /// OpenAPI description. Which fields a layout requires does not count, says the create-job page.
    "unmapped-required-field" Error Fields(check) predicts MANDATORY_FIELDS_NOT_MAPPED Documented
}

fn check(resource: &Resource<'_>, fields: &Fields<'_>, cx: &mut Context<'_>) {
    let Some(mappings) = resource.mappings.known().filter(|mappings| !mappings.value.is_empty()) else { return };
    if cx.job.inserts() != Some(true) {
        return;
    }
    let mapped = fields.mapped.iter().filter_map(|(_, field)| *field).filter(|field| field.system_mandatory);
    let mut mapped: Vec<&str> = mapped.map(|field| &*field.api_name).collect();
    sort::by(&mut mapped, Ord::cmp);
    let is_missing = |field: &&Field| {
        mapped.binary_search(&&*field.api_name).is_err() && unsupported_field_type::reason(field).is_none()
    };
    let mut missing: Vec<&Field> = fields.all.required().filter(is_missing).collect();
    if missing.is_empty() || fields.mapped.len() < mappings.value.len() {
        return; // what cannot be read may map it
    }
    for (mapping, field) in &fields.mapped {
        if field.is_none() {
            let Some(name) = mapping.api_name.text().filter(|name| !name.trim().is_empty()) else { return };
            // Of a misspelt name it is enough to say that it is misspelt.
            let meant = unknown_field::meant(name, fields.all);
            missing.retain(|field| meant.as_ref().is_none_or(|meant| meant.api_name() != &*field.api_name));
        }
    }
    let names: Vec<String> = missing.iter().take(SHOWN).map(|field| quoted(&field.api_name)).collect();
    let more = missing.len() - names.len();
    let message = match names.as_slice() {
        [] => return,
        [name] => format!("the required field {name} of {} is not mapped", quoted(fields.module)),
        [names @ .., last] if more == 0 => {
            format!("the required fields {} and {last} of {} are not mapped", names.join(", "), quoted(fields.module))
        }
        names => format!(
            "the required fields {} and {more} more of {} are not mapped",
            names.join(", "),
            quoted(fields.module)
        ),
    };
    let cure = if missing.len() == 1 { "it" } else { "each" };
    cx.report(&RULE, mappings.loc, message)
        .help(format!("map a column to {cure}, or give {cure} a `default_value`"))
        .answer("All mandatory fields are not mapped for the layout");
}

/// How many fields a message names.
const SHOWN: usize = 5;
