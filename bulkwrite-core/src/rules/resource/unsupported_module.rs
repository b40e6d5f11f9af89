use crate::job::ast::Resource;
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::text::quoted;
use crate::vendor::modules::UNSUPPORTED;

rule! {
    /// ## What it does
    /// Finds a module that bulk write does not take: Notes, Attachments, Events, Calls and Users.
    ///
    /// ## Why it matters
    /// The CRM answers that the module is not available. The records of these modules are written by other APIs.
    ///
    /// ## Incorrect
    /// ```json resource
    /// { "type": "data", "module": { "api_name": "Notes" }, "file_id": "4150868000005379001" }
    /// ```
    ///
    /// ## Correct
    /// ```json resource
    /// { "type": "data", "module": { "api_name": "Tasks" }, "file_id": "4150868000005379001" }
    /// ```
    ///
    /// ## Reference
    /// The error codes and the list of modules of the create-job page, and the limitations pages.
    "unsupported-module" Warning Resource(check) predicts MODULE_NOT_AVAILABLE Documented
}

fn check(resource: &Resource<'_>, cx: &mut Context<'_>) {
    let Some(name) = resource.module_name() else { return };
    let Some((_, instead)) = UNSUPPORTED.iter().find(|(module, _)| module.eq_ignore_ascii_case(name.value)) else {
        return;
    };
    cx.report(&RULE, name.loc, format!("bulk write does not take {}", quoted(name.value)))
        .help(format!("write these records with {instead}"))
        .answer(format!("Requested module '{}' is not available.", name.value));
}
