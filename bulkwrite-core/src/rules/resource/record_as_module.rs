use crate::job::ast::Resource;
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::rules::metadata::unknown_module;
use crate::source::edit::Edit;
use crate::text::quoted;
use crate::vendor::modules;

rule! {
    /// ## What it does
    /// Finds a module named in the singular, as its records are (`Lead`), or by a name that the CRM gave up (`Potentials`).
    ///
    /// ## Why it matters
    /// The API names of standard modules are plural, and the CRM refuses a job for a module that it does not have. A custom module
    /// may have such a name, so this is a warning.
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
    /// "Possible module names" on the create-job page; the API names of the vendor's SDK 8.0.
    "record-as-module" Warning Resource(check) predicts MODULE_NOT_AVAILABLE Inferred
}

fn check(resource: &Resource<'_>, cx: &mut Context<'_>) {
    let Some(name) = resource.module_name() else { return };
    let Some(meant) = modules::meant(name.value) else { return };
    // The organisation has a module of that name, or another rule knows which of its modules is meant.
    if cx
        .options
        .metadata
        .as_ref()
        .is_some_and(|all| all.get(name.value).is_some() || unknown_module::meant(all, name.value).is_some())
    {
        return;
    }
    let is_singular = modules::standard(&format!("{}s", name.value)).is_some_and(|known| known.api_name == meant);
    let message = if is_singular {
        format!("{} is what a record is called, and not its module", quoted(name.value))
    } else {
        format!("{} is another name for the records of `{meant}`", quoted(name.value))
    };
    let found = cx.report(&RULE, name.loc, message);
    found.help(format!("write the API name, `{meant}`"));
    found.answer(format!("Requested module '{}' is not available.", name.value));
    let edit = Edit::Replace { value: name.loc, with: format!("\"{meant}\"").into() };
    found.unsafe_fix(format!("write `{meant}`"), vec![edit]);
}
