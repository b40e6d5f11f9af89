use crate::job::ast::Resource;
use crate::metadata::{Metadata, is_standard};
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::source::edit::Edit;
use crate::text::quoted;
use crate::text::suggest::near_miss;
use crate::vendor::{modules, name};

rule! {
    /// ## What it does
    /// Finds a module that the metadata does not have, where it has one of nearly that name. Of a module without metadata whose
    /// name is like no other, `missing-metadata` tells.
    ///
    /// ## Why it matters
    /// The CRM refuses a job for a module that it does not have.
    ///
    /// ## Incorrect
    /// ```json resource
    /// { "type": "data", "module": { "api_name": "Lead" }, "file_id": "4150868000005379001" }
    /// ```
    ///
    /// ## Correct
    /// ```json resource
    /// { "type": "data", "module": { "api_name": "Leads" }, "file_id": "4150868000005379001" }
    /// ```
    ///
    /// ## Reference
    /// The error codes of the create-job page.
    "unknown-module" Warning Resource(check) predicts MODULE_NOT_AVAILABLE Documented
}

fn check(resource: &Resource<'_>, cx: &mut Context<'_>) {
    let (Some(metadata), Some(name)) = (&cx.options.metadata, resource.module_name()) else { return };
    let Some(meant) = meant(metadata, name.value) else { return };
    let found = cx.report(&RULE, name.loc, format!("the metadata has no module {}", quoted(name.value)));
    found
        .help(format!("write {}, or save the metadata of {} too", quoted(meant), quoted(name.value)))
        .answer(format!("Requested module '{}' is not available.", name.value));
    let with = serde_json::Value::from(meant).to_string();
    found.unsafe_fix(format!("write {}", quoted(meant)), vec![Edit::Replace { value: name.loc, with: with.into() }]);
}

/// The module that was meant by a name which the metadata does not have.
pub(crate) fn meant<'m>(metadata: &'m Metadata, name: &str) -> Option<&'m str> {
    if metadata.get(name).is_some() || is_reported_elsewhere(name) || is_named(metadata, name) {
        return None;
    }
    // API names begin with a capital: without one it rather is the file that is named otherwise than its module.
    let names = metadata.modules().map(|(name, _)| name);
    near_miss(name, names)
        .filter(|meant| !meant.eq_ignore_ascii_case(name) || meant.starts_with(|c: char| c.is_ascii_uppercase()))
}

/// Whether the name is a mistake without any metadata, or none at all.
fn is_reported_elsewhere(module: &str) -> bool {
    is_standard(module) || modules::standard(module).is_some() || name::fault(module, "module").is_some()
}

/// Whether the metadata of another module names it, as the other end of a lookup or as a subform.
fn is_named(metadata: &Metadata, module: &str) -> bool {
    metadata.modules().flat_map(|(_, fields)| fields).any(|field| field.related.as_deref() == Some(module))
}
