use crate::job::ast::Resource;
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::rules::shape::{module_shape, unresolved_placeholder};
use crate::source::edit::Edit;
use crate::vendor::{modules, name};

rule! {
    /// ## What it does
    /// Finds the name of a module that cannot be an API name: empty, with blanks or other characters that API names do not have,
    /// visible or not.
    ///
    /// ## Why it matters
    /// Modules go by their API names, `Sales_Orders`; "Sales Orders" is the label that the user interface shows. The CRM knows
    /// no module of that name and refuses the job.
    ///
    /// ## Incorrect
    /// ```json resource v8
    /// { "type": "data", "module": { "api_name": "Sales Orders" }, "file_id": "4150868000005379001" }
    /// ```
    ///
    /// ## Correct
    /// ```json resource v8
    /// { "type": "data", "module": { "api_name": "Sales_Orders" }, "file_id": "4150868000005379001" }
    /// ```
    ///
    /// ## Reference
    /// The error codes of the create-job page; the syntax of API names on the modules page.
    "malformed-module-name" Error Resource(check) predicts MODULE_NOT_AVAILABLE Documented
}

fn check(resource: &Resource<'_>, cx: &mut Context<'_>) {
    let Some(name) = resource.module_name() else { return };
    let Some(fault) = name::fault(name.value, "module") else { return };
    // Of a module that lacks name and form, the form is told together with what to write.
    if name.value.trim().is_empty() && module_shape::is_other(resource, cx.job.version) {
        return;
    }
    let answer = || format!("Requested module '{}' is not available.", name.value);
    if unresolved_placeholder::report_within(name.value, name.loc, ("MODULE_NOT_AVAILABLE", answer), cx) {
        return;
    }
    let found = cx.report(&RULE, name.loc, fault.message);
    found.help = fault.help.map(Into::into);
    found.within = fault.within;
    found.answer(answer());
    let replace = |with: &str| vec![Edit::Replace { value: name.loc, with: format!("\"{with}\"").into() }];
    if let Some(trimmed) = name::trimmed(name.value) {
        found.safe_fix("remove the blanks", replace(trimmed));
    } else if let Some(known) = modules::standard(name.value) {
        found.unsafe_fix(format!("write `{}`", known.api_name), replace(known.api_name));
    }
}
